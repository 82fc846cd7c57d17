// Answers CORS preflight requests for paths whose other methods require a token.
// API Gateway adds the headers from the API's CORS settings.
exports.handler = async () => ({ statusCode: 204 });
