import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';

export interface BareAppOptions {
  routes: (app: Express) => void;
  /** A router threw. The client learns nothing of it. */
  onFault: (error: unknown) => void;
}

/** An application that tells nothing about itself: no names of software, and a bare status for what it doesn't answer. */
export function createBareApp({ routes, onFault }: BareAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', false);
  app.use(setHeaders);
  routes(app);
  app.use((_request, response) => endBare(response, 404));
  const fail: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const status = clientStatusOf(error);
    if (status === undefined) onFault(error);
    if (response.headersSent) response.destroy();
    else endBare(response, status ?? 500);
  };
  app.use(fail);
  return app;
}

/** Answers GET and HEAD at a path, and refuses every other method there. */
export function mountRead(app: Express, path: string, read: RequestHandler): void {
  app.get(path, read);
  app.all(path, (_request, response) => {
    response.set('Allow', 'GET, HEAD');
    endBare(response, 405);
  });
}

export function endBare(response: Response, status: number): void {
  // Nobody reads what is still coming.
  if (!response.req.complete) response.set('Connection', 'close');
  response.status(status).end();
}

const setHeaders: RequestHandler = (_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
};

/** What is the client's own fault, such as a path that can't be decoded. */
function clientStatusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error.status >= 400 && error.status < 500 ? error.status : undefined;
}
