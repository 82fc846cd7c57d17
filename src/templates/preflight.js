// Answers a browser's CORS preflight request on paths whose other methods ask
// for a token. API Gateway adds the headers that the API's CORS settings say.
exports.handler = async () => ({ statusCode: 204 });
