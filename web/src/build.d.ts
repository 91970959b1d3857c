/** The build this page belongs to; the server reports its own in `/api/house`. */
declare const __BUILD__: string;
