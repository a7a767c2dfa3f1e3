import { rasterizeSvg } from '../../adapters/pictures/rasterize-svg.ts';
import { serveThread } from './serve-thread.ts';

serveThread(([svg]) => rasterizeSvg(String(svg)));
