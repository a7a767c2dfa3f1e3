// Loaded before a program of a test (`node --import`): it finds imports as the product does.
import { resolveQuickly } from '../../src/bot/resolve-quickly.ts';

resolveQuickly();
