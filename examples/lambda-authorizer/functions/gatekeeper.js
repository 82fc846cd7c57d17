"use strict";

const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");

const database = new DynamoDBClient();

// One item per API key; `routes` lists the route keys that it may call.
exports.handler = async (event) => {
  const key = event.headers["x-api-key"];
  const { Item } = await database.send(
    new GetItemCommand({ TableName: process.env.KEYS_TABLE, Key: { key: { S: key } } }),
  );
  const routes = Item?.routes?.SS ?? [];
  return { isAuthorized: routes.includes(event.routeKey) };
};
