"use strict";

// The gateway has authorized the call; the event contains the token's claims.
exports.handler = async (event) => {
  const claims = event.requestContext.authorizer?.jwt?.claims ?? {};
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ route: event.routeKey, subject: claims.sub ?? null }),
  };
};
