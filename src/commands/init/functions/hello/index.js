// The token's claims come with the event; the gateway has checked them.
exports.handler = async (event) => {
  const claims = event.requestContext?.authorizer?.jwt?.claims ?? {};
  return {
    statusCode: 200,
    body: JSON.stringify(`Hello ${claims.username ?? "whoever you are"}`),
  };
};
