import { rasterizeSvg } from '../../adapters/pictures/rasterize-svg.ts';
import { serveProcess } from './serve-process.ts';

serveProcess(([svg]) => rasterizeSvg(String(svg)));
