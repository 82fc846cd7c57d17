"use strict";

// The gateway has let the call through: the claims of its token are here.
exports.handler = async (event) => {
  const claims = event.requestContext.authorizer?.jwt?.claims ?? {};
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ route: event.routeKey, subject: claims.sub ?? null }),
  };
};
