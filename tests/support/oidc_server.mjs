// An OpenID Connect provider on loopback. Tokens from the client credentials grant
// get the requested audience.
import { createRequire } from "node:module";

const { OAuth2Server } = createRequire(`${process.argv[2]}/`)("oauth2-mock-server");
const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
server.service.on("beforeTokenSigning", (token, request) => {
  token.payload.aud = request.body.audience;
});
await server.start(0, "localhost");
process.stdout.write(`${server.issuer.url}\n`);
// It ends with the test.
process.stdin.resume().on("end", () => process.exit());
