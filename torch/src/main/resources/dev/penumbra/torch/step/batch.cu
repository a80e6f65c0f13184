// Reads a batch on the GPU: the same numbers as HostBatches, for the same seed. A block of one warp for each example.

typedef unsigned long long u64;

static const unsigned ALL = 0xffffffffu;

// How pixels are drawn: 0 not at all.
static const int BINARIZED = 1;
static const int DEQUANTIZED = 2;

// ---- dev.penumbra.Seed

__device__ u64 mix(u64 z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

__device__ u64 at(u64 seed, u64 index) { return mix(seed ^ mix(index + 0x9e3779b97f4a7c15ull)); }

__device__ u64 named(u64 seed, const char* name, int length) {
    for (int i = 0; i < length; i++) seed = mix(seed ^ (u64)name[i]);
    return mix(seed ^ (u64)length);
}

// ---- java.util.SplittableRandom: its number i, from 0, of the generator that starts at a seed

__device__ u64 state(u64 seed, u64 i) { return seed + (i + 1) * 0x9e3779b97f4a7c15ull; }

__device__ float nextFloat(u64 seed, u64 i) {
    u64 z = state(seed, i);
    z = (z ^ (z >> 33)) * 0x62a9d9ed799705f5ull;
    unsigned bits = (unsigned)(((z ^ (z >> 28)) * 0xcb24d0a5c88c35b3ull) >> 32);
    return (float)(bits >> 8) * 0x1.0p-24f;
}

__device__ double nextDouble(u64 seed, u64 i) { return (double)(mix(state(seed, i)) >> 11) * 0x1.0p-53; }

// How many lanes before this one are marked.
__device__ int before(unsigned marks, int lane) { return __popc(marks & ((1u << lane) - 1)); }

__device__ void binarize(const float* grey, float* x, int size, u64 seed, int lane) {
    u64 drawn = 0;
    for (int j = lane; j - lane < size; j += 32) {
        float value = j < size ? grey[j] : 0;
        bool draws = value > 0 && value < 1;
        unsigned marks = __ballot_sync(ALL, draws);
        if (j < size) x[j] = value <= 0 ? 0 : value >= 1 || nextFloat(seed, drawn + before(marks, lane)) < value ? 1 : 0;
        drawn += __popc(marks);
    }
}

// Marsaglia's polar method: of the pairs (u, v) that the generator gives, those within the unit circle, in order.
__device__ void gaussians(float* out, int count, u64 seed, int lane) {
    u64 tried = 0;
    for (int done = 0; done < count; tried += 32) {
        double u = 2 * nextDouble(seed, 2 * (tried + lane)) - 1;
        double v = 2 * nextDouble(seed, 2 * (tried + lane) + 1) - 1;
        double s = u * u + v * v;
        bool within = s < 1 && s != 0;
        unsigned marks = __ballot_sync(ALL, within);
        int i = done + 2 * before(marks, lane);
        if (within && i < count) {
            double factor = sqrt(-2 * log(s) / s);
            out[i] = (float)(u * factor);
            if (i + 1 < count) out[i + 1] = (float)(v * factor);
        }
        done += 2 * __popc(marks);
    }
}

// What the host asks for.
struct Request {
    u64 seed;
    int from;
};

extern "C" __global__ void batch(const Request* request, const float* data, const int* labels, const int* order, int size, int width, int classes,
                                 int pixels, float* x, float* noise, float* onehot) {
    int e = blockIdx.x;
    int lane = threadIdx.x;
    u64 seed = request->seed;
    int example = order[request->from + e];
    const float* grey = data + (u64)example * size;
    float* own = x + (u64)e * size;
    u64 exampleSeed = at(seed, e);
    u64 pixelSeed = named(exampleSeed, "pixels", 6);
    if (pixels == BINARIZED) {
        binarize(grey, own, size, pixelSeed, lane);
    } else if (pixels == DEQUANTIZED) {
        for (int j = lane; j < size; j += 32) own[j] = (255 * grey[j] + nextFloat(pixelSeed, j)) / 256;
    } else {
        for (int j = lane; j < size; j += 32) own[j] = grey[j];
    }
    gaussians(noise + (u64)e * width, width, exampleSeed, lane);
    for (int c = lane; c < classes; c += 32) onehot[(u64)e * classes + c] = labels[example] == c ? 1 : 0;
}
