exports.handler = require("./lib/admin").handler;
