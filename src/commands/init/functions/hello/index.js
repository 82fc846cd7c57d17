// The event holds the token's claims, which the gateway has verified.
exports.handler = async (event) => {
  const claims = event.requestContext?.authorizer?.jwt?.claims ?? {};
  return {
    statusCode: 200,
    body: JSON.stringify(`Hello ${claims.username ?? "anonymous"}`),
  };
};
