interface RouteLike {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  tags: string[];
  summary: string;
  request?: object;
  responses: object;
}
/** Keeps method and path literal, and arrays mutable, as the server's router wants them. */
export const route = <const R extends RouteLike>(definition: R): R => definition;
