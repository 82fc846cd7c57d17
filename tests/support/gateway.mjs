// Stands in front of the emulator and refuses what AWS refuses: deleting what is
// still in use, and calls of functions that no permission covers. Everything else is
// passed on.
//
// Arguments: the emulator's port. Prints its own port.
import http from "node:http";

const upstream = Number(process.argv[2]);
const agent = new http.Agent({ keepAlive: true });

function forward({ method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: upstream, method, path, headers, agent };
    const request = http.request(options, async (answer) => {
      const body = await read(answer);
      resolve({ status: answer.statusCode, headers: answer.headers, body });
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The JSON at a path of the emulator; `undefined` if it answers no. */
async function get(path) {
  const service = path.startsWith("/v2/") ? "apigateway" : "lambda";
  const credential = `test/20260101/us-east-1/${service}/aws4_request`;
  const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
  const answer = await forward({ method: "GET", path, headers });
  return answer.status === 200 ? JSON.parse(answer.body) : undefined;
}

async function cognito(action, input) {
  const body = JSON.stringify(input);
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
    "content-length": Buffer.byteLength(body),
  };
  const answer = await forward({ method: "POST", path: "/", headers, body });
  return answer.status === 200 ? JSON.parse(answer.body) : undefined;
}

/** Why AWS would not delete what a request names. */
async function inUse(request) {
  const [, , kind, api, sub, id] = request.path.split("?")[0].split("/");
  if (request.method !== "DELETE" || kind !== "apis" || !request.path.startsWith("/v2/")) return;
  if (sub === "integrations" && id) {
    const routes = (await get(`/v2/apis/${api}/routes`))?.items ?? [];
    const using = routes.filter((route) => route.target === `integrations/${id}`);
    if (using.length) return `Cannot delete Integration ${id}: referenced by ${using.length} routes`;
  }
  if (sub === "authorizers" && id) {
    const routes = (await get(`/v2/apis/${api}/routes`))?.items ?? [];
    const using = routes.filter((route) => route.authorizerId === id);
    if (using.length) return `Cannot delete Authorizer ${id}: referenced by ${using.length} routes`;
  }
  if (!sub || (sub === "stages" && id)) {
    const domains = (await get("/v2/domainnames"))?.items ?? [];
    for (const domain of domains) {
      const path = `/v2/domainnames/${domain.domainName}/apimappings`;
      const mappings = (await get(path))?.items ?? [];
      const mapped = mappings.some((it) => it.apiId === api && (!id || it.stage === decodeURIComponent(id)));
      if (mapped) return `Please remove all API mappings of ${domain.domainName}`;
    }
  }
}

/** Why Cognito would refuse a request. */
async function refusedByCognito(request) {
  const action = request.headers["x-amz-target"]?.split(".")[1];
  const input = action ? JSON.parse(request.body.toString() || "{}") : {};
  if (action === "DeleteUserPool") {
    const pool = (await cognito("DescribeUserPool", { UserPoolId: input.UserPoolId }))?.UserPool;
    if (pool?.DeletionProtection === "ACTIVE") {
      return ["InvalidParameterException", "The user pool cannot be deleted because deletion protection is activated."];
    }
    if (pool?.Domain) {
      return ["InvalidParameterException", "User pool cannot be deleted. It has a domain configured."];
    }
  }
  if (action === "InitiateAuth") {
    const client = await clientOf(input.ClientId);
    const pool = client && (await cognito("DescribeUserPool", { UserPoolId: client }))?.UserPool;
    const triggers = pool?.LambdaConfig ?? {};
    const trigger = triggers.PreTokenGenerationConfig?.LambdaArn ?? triggers.PreTokenGeneration;
    if (trigger && !(await permits(trigger, "cognito-idp.amazonaws.com", pool.Arn))) {
      return ["UnexpectedLambdaException", "PreTokenGeneration invocation failed due to error AccessDeniedException."];
    }
  }
}

/** ID of the user pool of an app client. */
async function clientOf(client) {
  const pools = (await cognito("ListUserPools", { MaxResults: 60 }))?.UserPools ?? [];
  for (const { Id } of pools) {
    const found = await cognito("DescribeUserPoolClient", { UserPoolId: Id, ClientId: client });
    if (found) return Id;
  }
}

/** Whether a function's policy lets a service invoke it for a source. */
async function permits(arn, service, source) {
  const name = arn.split(":function:")[1]?.split(/[:/]/)[0];
  const policy = await get(`/2015-03-31/functions/${name}/policy`);
  const statements = policy ? JSON.parse(policy.Policy).Statement : [];
  return statements.some((statement) => {
    const pattern = statement.Condition?.ArnLike?.["AWS:SourceArn"];
    return statement.Principal?.Service === service && pattern && like(pattern, source);
  });
}

/** Without its account, which Terraform is told not to ask for. */
function anyAccount(arn) {
  return arn.replace(/^((?:[^:]*:){4})[0-9]*:/, "$1:");
}

/** Whether an ARN matches a pattern in which `*` stands for anything. */
function like(pattern, arn) {
  const parts = anyAccount(pattern).split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(anyAccount(arn));
}

/** Why AWS could not invoke what handles a call, or decides about it. */
async function unreachable(request) {
  const api = request.headers.host?.match(/^([a-z0-9]+)\.execute-api\./)?.[1];
  if (!api) return;
  const path = request.path.split("?")[0];
  const stages = (await get(`/v2/apis/${api}/stages`))?.items ?? [];
  const stage = stages.map((it) => it.stageName).find((name) => path.startsWith(`/${name}/`)) ?? "$default";
  const rest = stage === "$default" ? path : path.slice(stage.length + 1);
  const routes = (await get(`/v2/apis/${api}/routes`))?.items ?? [];
  const route = routes.find((it) => it.routeKey === `${request.method} ${rest}`);
  if (!route) return;
  const arn = `arn:aws:execute-api:us-east-1:000000000000:${api}`;
  const integration = await get(`/v2/apis/${api}/${route.target}`);
  const service = "apigateway.amazonaws.com";
  if (!integration) return `no ${route.target}`;
  if (integration.integrationType === "AWS_PROXY") {
    const called = integration.integrationUri.split("/functions/")[1] ?? integration.integrationUri;
    const source = `${arn}/${stage}/${request.method}${rest}`;
    if (!(await permits(called, service, source))) return `no permission of ${called} for ${source}`;
  }
  if (route.authorizationType === "CUSTOM") {
    const authorizer = await get(`/v2/apis/${api}/authorizers/${route.authorizerId}`);
    const called = authorizer?.authorizerUri?.split("/functions/")[1];
    const source = `${arn}/authorizers/${route.authorizerId}`;
    if (!called || !(await permits(called, service, source))) return `no permission of ${called} for ${source}`;
  }
}

/** The emulator's answer. It fails by chance where a list changes while it reads it. */
async function emulated(request) {
  for (let left = 5; ; left--) {
    const found = await forward(request);
    const raced = found.status === 500 && found.body.includes("changed size during iteration");
    if (!raced || left === 0) return withoutJwt(request, found);
  }
}

/** Without what the emulator adds to Lambda authorizers. */
function withoutJwt(request, found) {
  if (!request.path.startsWith("/v2/") || !request.path.includes("/authorizers") || found.status >= 300) return found;
  const authorizer = found.body.length ? JSON.parse(found.body) : {};
  if (authorizer.authorizerType !== "REQUEST") return found;
  delete authorizer.jwtConfiguration;
  return json(found.status, {}, authorizer);
}

async function answer(request) {
  if (request.headers.host?.includes(".execute-api.")) {
    const reason = await unreachable(request);
    if (reason) return json(500, {}, { message: "Internal Server Error", reason });
  } else {
    const used = await inUse(request);
    if (used) return json(409, { "x-amzn-errortype": "ConflictException" }, { message: used });
    const refused = await refusedByCognito(request);
    if (refused) {
      const [kind, message] = refused;
      return json(400, { "x-amzn-errortype": kind }, { __type: kind, message });
    }
  }
  return emulated(request);
}

function json(status, headers, value) {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { ...headers, "content-type": "application/json" }, body };
}

const server = http.createServer(async (incoming, outgoing) => {
  try {
    const body = await read(incoming);
    const { method, url: path, headers } = incoming;
    const found = await answer({ method, path, headers, body });
    const kept = Object.entries(found.headers).filter(([name]) => name !== "transfer-encoding");
    outgoing.writeHead(found.status, Object.fromEntries(kept));
    outgoing.end(found.body);
  } catch (error) {
    outgoing.writeHead(502);
    outgoing.end(String(error));
  }
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
// It ends with the test.
process.stdin.resume().on("end", () => process.exit());
