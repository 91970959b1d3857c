// The rival: @tus/server with its file store, as its README starts it. `node server.mjs FOLDER`; says its port, then serves.
import { createServer } from "node:http";

import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const tus = new Server({ path: "/files", relativeLocation: true, datastore: new FileStore({ directory: process.argv[2] }) });
const server = createServer((request, response) => tus.handle(request, response));
// Its default would cut a large upload on a slow disk after five minutes.
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));

// Node's own fetch may close a stream twice when a body ends (nodejs/undici issue 5715), and a rival that fell over would
// measure nothing: it is kept on its feet here.
process.on("uncaughtException", (error) => {
  if (error.code !== "ERR_INVALID_STATE") throw error;
});
