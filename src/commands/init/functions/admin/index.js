exports.handler = async () => ({
  statusCode: 200,
  body: JSON.stringify("Hello from the admin function"),
});
