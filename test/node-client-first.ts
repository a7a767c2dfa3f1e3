// Whichever file a worker begins with: the global HTTP client is Node's own, as in the product.
import '../src/adapters/http/node-client-first.ts';
