// The step of a plain VAE whose networks are chains of linear layers. Matrices lie row by row; letters: B examples, N units, K inputs of a layer, V latent
// dimensions.

static const unsigned ALL = 0xffffffffu;

// What the host tells the kernels of a step.
struct Control {
    float slopeScale;  // of the gradient by the decoder's outputs
    float klWeight;    // of one example
    float beta1, share1, beta2, share2, epsilon, kept, rate, scale;  // of Adam: see AdamRow; scale is 1 / rootBias
    int step;          // its number, by which the host knows the sums of the step
};

// Takes the host's word over, so that the GPU reads it from afar once only.
extern "C" __global__ void control(const Control* host, Control* own) { *own = *host; }

// Activations; any other number is none.
static const int RELU = 1, TANH = 2;

__device__ float activate(float a, int function) { return function == RELU ? fmaxf(a, 0) : function == TANH ? tanhf(a) : a; }

// The derivative, by the function's value.
__device__ float derivative(float h, int function) { return function == RELU ? (h > 0 ? 1 : 0) : function == TANH ? 1 - h * h : 1; }

// ---- products

struct Matrix {
    const float* values;
    int lines, length;
};

// Four values of a line from `at`, 0 beyond the matrix.
__device__ float4 four(Matrix m, int line, int at) {
    float4 v = make_float4(0, 0, 0, 0);
    if (line >= m.lines || at >= m.length) return v;
    const float* from = m.values + (size_t)line * m.length + at;
    if (m.length % 4 == 0) return *(const float4*)from;
    v.x = from[0];
    if (at + 1 < m.length) v.y = from[1];
    if (at + 2 < m.length) v.z = from[2];
    if (at + 3 < m.length) v.w = from[3];
    return v;
}

static const int DEPTH = 32;  // of the slice of the sum that a group has in its shared memory
static const int GROUP = 64;  // threads that share one
static const int COLUMNS = 32;

// Where entry (r, i) of a slice of WIDTH columns lies: rows are turned, so that neither writing down nor reading along them meets in a bank.
template <int WIDTH> __device__ int place(int r, int i) { return r * WIDTH + (i ^ (4 * ((r >> 2) & (WIDTH / 4 - 1)))); }

// A thread's share of a slice of DEPTH x WIDTH, on its way from the matrix to shared memory. The lines of the matrix run along the dimension that is
// summed over, or ACROSS it.
template <int WIDTH, bool ACROSS> struct Slice {
    static const int PIECES = DEPTH * WIDTH / 4 / GROUP;
    float4 held[PIECES];

    __device__ void fetch(Matrix m, int first, int depth, int thread) {
#pragma unroll
        for (int p = 0; p < PIECES; p++) {
            int piece = p * GROUP + thread;
            held[p] = ACROSS ? four(m, depth + piece / (WIDTH / 4), first + 4 * (piece % (WIDTH / 4)))
                             : four(m, first + piece / (DEPTH / 4), depth + 4 * (piece % (DEPTH / 4)));
        }
    }

    __device__ void put(float* shared, int thread) {
#pragma unroll
        for (int p = 0; p < PIECES; p++) {
            int piece = p * GROUP + thread;
            if (ACROSS) {
                *(float4*)(shared + place<WIDTH>(piece / (WIDTH / 4), 4 * (piece % (WIDTH / 4)))) = held[p];
            } else {
                int i = piece / (DEPTH / 4), r = 4 * (piece % (DEPTH / 4));
                shared[place<WIDTH>(r, i)] = held[p].x;
                shared[place<WIDTH>(r + 1, i)] = held[p].y;
                shared[place<WIDTH>(r + 2, i)] = held[p].z;
                shared[place<WIDTH>(r + 3, i)] = held[p].w;
            }
        }
    }
};

// As many values as a vector has.
template <int COUNT> struct Vector;
template <> struct Vector<2> { float2 v; __device__ float operator[](int i) const { return i == 0 ? v.x : v.y; } };
template <> struct Vector<4> { float4 v; __device__ float operator[](int i) const { return i == 0 ? v.x : i == 1 ? v.y : i == 2 ? v.z : v.w; } };

__device__ void meet(int group) { asm volatile("bar.sync %0, %1;" ::"r"(group + 1), "r"(GROUP) : "memory"); }

// The sums over r < depth of p(i, r) q(r, j) for a tile of the result, 8 ROWS x COLUMNS. The GROUPS of a block share the sum out among them and add up in
// the order of their numbers, so the same sums come out each time.
template <int ROWS, int GROUPS> struct Tile {
    static const int HEIGHT = 8 * ROWS;
    static const int THREADS = GROUPS * GROUP;
    static const int CELLS = HEIGHT * COLUMNS / THREADS;  // that a thread has of the result

    int top, left;

    __device__ Tile(int row, int column) : top(row * HEIGHT), left(column * COLUMNS) {}

    __device__ int row(int cell) const { return top + (cell * THREADS + threadIdx.x) / COLUMNS; }
    __device__ int column(int cell) const { return left + threadIdx.x % COLUMNS; }

    template <bool P_ACROSS, bool Q_ACROSS> __device__ void product(Matrix p, Matrix q, int depth, float* total) const {
        __shared__ __align__(16) float memory[GROUPS * DEPTH * (HEIGHT + COLUMNS)];
        int group = threadIdx.x / GROUP, thread = threadIdx.x % GROUP;
        float* ps = memory + group * DEPTH * (HEIGHT + COLUMNS);
        float* qs = ps + DEPTH * HEIGHT;
        int i = thread / 8 * ROWS, j = thread % 8 * 4;
        float sums[ROWS][4] = {};
        Slice<HEIGHT, P_ACROSS> nextP;
        Slice<COLUMNS, Q_ACROSS> nextQ;
        int at = group * DEPTH;
        nextP.fetch(p, top, at, thread);
        nextQ.fetch(q, left, at, thread);
        while (at < depth) {
            nextP.put(ps, thread);
            nextQ.put(qs, thread);
            meet(group);
            at += GROUPS * DEPTH;
            if (at < depth) {
                nextP.fetch(p, top, at, thread);
                nextQ.fetch(q, left, at, thread);
            }
#pragma unroll
            for (int r = 0; r < DEPTH; r++) {
                Vector<ROWS> a = *(Vector<ROWS>*)(ps + place<HEIGHT>(r, i));
                float4 b = *(float4*)(qs + place<COLUMNS>(r, j));
#pragma unroll
                for (int y = 0; y < ROWS; y++) {
                    sums[y][0] = fmaf(a[y], b.x, sums[y][0]);
                    sums[y][1] = fmaf(a[y], b.y, sums[y][1]);
                    sums[y][2] = fmaf(a[y], b.z, sums[y][2]);
                    sums[y][3] = fmaf(a[y], b.w, sums[y][3]);
                }
            }
            meet(group);
        }
        __syncthreads();
#pragma unroll
        for (int y = 0; y < ROWS; y++)
            *(float4*)(memory + (group * HEIGHT + i + y) * COLUMNS + j) = make_float4(sums[y][0], sums[y][1], sums[y][2], sums[y][3]);
        __syncthreads();
#pragma unroll
        for (int cell = 0; cell < CELLS; cell++) {
            total[cell] = 0;
            for (int g = 0; g < GROUPS; g++) total[cell] += memory[g * HEIGHT * COLUMNS + cell * THREADS + threadIdx.x];
        }
    }
};

typedef Tile<2, 8> Low;   // for results with a row for each example; a thread has one cell
typedef Tile<4, 4> High;  // for weights

// ---- forward

// A layer's outputs [B, N] from its inputs [B, K].
extern "C" __global__ void __launch_bounds__(512) forward(const float* in, const float* weight, const float* bias, float* out, int b, int n, int k, int function) {
    Low tile(blockIdx.y, blockIdx.x);
    int e = tile.row(0), unit = tile.column(0);
    float sum, offset = unit < n ? bias[unit] : 0;
    tile.product<false, false>(Matrix{in, b, k}, Matrix{weight, n, k}, k, &sum);
    if (e < b && unit < n) out[(size_t)e * n + unit] = activate(sum + offset, function);
}

// The sum over a warp, in its first lane.
__device__ double warpSum(double value) {
    for (int step = 16; step > 0; step /= 2) value += __shfl_down_sync(ALL, value, step);
    return value;
}

// LogParameter.softened and its derivative: bounds the logarithm of a standard deviation.
__device__ float bounded(float output) { return fminf(fmaxf(output, -10), 3); }

__device__ float softened(float output) {
    float bound = bounded(output), d = output - bound;
    return bound + d / (1 + fabsf(d));
}

__device__ float softenedSlope(float output) {
    float whole = 1 + fabsf(output - bounded(output));
    return 1 / (whole * whole);
}

// z = mean + exp(logStd) noise of codes [B, 2V], and of each warp the sum of the KL.
extern "C" __global__ void sample(const float* code, const float* noise, float* z, double* partial, int b, int v) {
    int cell = blockIdx.x * blockDim.x + threadIdx.x;
    double kl = 0;
    if (cell < b * v) {
        const float* own = code + (size_t)(cell / v) * 2 * v + cell % v;
        float mean = own[0], logStd = softened(own[v]), std = expf(logStd);
        z[cell] = mean + std * noise[cell];
        kl = 0.5 * (double)(mean * mean + std * std - 2 * logStd - 1);
    }
    kl = warpSum(kl);
    if (threadIdx.x % 32 == 0) partial[cell / 32] = kl;
}

// The last layer with the likelihood: the gradient by its outputs, and of each warp the sums of the log-likelihood (Bernoulli only) and of the
// squared errors.
extern "C" __global__ void __launch_bounds__(512) output(const float* in, const float* weight, const float* bias, const float* x, float* slope, double* partial, int b, int n,
                                                         int k, int bernoulli, const Control* control) {
    Low tile(blockIdx.y, blockIdx.x);
    int e = tile.row(0), unit = tile.column(0);
    size_t cell = (size_t)e * n + unit;
    bool inside = e < b && unit < n;
    float a, offset = inside ? bias[unit] : 0, value = inside ? x[cell] : 0, scale = control->slopeScale;
    tile.product<false, false>(Matrix{in, b, k}, Matrix{weight, n, k}, k, &a);
    double logLikelihood = 0, squares = 0;
    if (inside) {
        a += offset;
        float small = expf(-fabsf(a));
        float mean = !bernoulli ? a : (a >= 0 ? 1 : small) / (1 + small);
        float error = mean - value;
        slope[cell] = scale * error;
        squares = error * error;
        logLikelihood = bernoulli ? value * a - fmaxf(a, 0) - log1pf(small) : 0;
    }
    int warp = ((blockIdx.y * gridDim.x + blockIdx.x) * blockDim.x + threadIdx.x) / 32;
    logLikelihood = warpSum(logLikelihood);
    squares = warpSum(squares);
    if (threadIdx.x % 32 == 0) {
        partial[2 * warp] = logLikelihood;
        partial[2 * warp + 1] = squares;
    }
}

// What the host is told: the sums over the batch, and of which step they are.
struct Sums {
    double logLikelihood, squares, kl;
    int step;
};

// Adds up what `output` and `sample` left. One block, of 1024 threads.
extern "C" __global__ void finish(const double* outputs, int outputWarps, const double* samples, int sampleWarps, const Control* control, volatile Sums* sums) {
    double own[3] = {};
    for (int i = threadIdx.x; i < outputWarps; i += blockDim.x) {
        own[0] += outputs[2 * i];
        own[1] += outputs[2 * i + 1];
    }
    for (int i = threadIdx.x; i < sampleWarps; i += blockDim.x) own[2] += samples[i];
    __shared__ double shared[3][32];
    for (int term = 0; term < 3; term++) {
        double sum = warpSum(own[term]);
        if (threadIdx.x % 32 == 0) shared[term][threadIdx.x / 32] = sum;
    }
    __syncthreads();
    if (threadIdx.x >= 32) return;
    double logLikelihood = warpSum(shared[0][threadIdx.x]), squares = warpSum(shared[1][threadIdx.x]), kl = warpSum(shared[2][threadIdx.x]);
    if (threadIdx.x > 0) return;
    sums->logLikelihood = logLikelihood;
    sums->squares = squares;
    sums->kl = kl;
    __threadfence_system();
    sums->step = control->step;
}

// ---- backward

// The gradient [B, K] by the sums that a layer's inputs are the activations of, from that by its own sums [B, N].
extern "C" __global__ void __launch_bounds__(512) backward(const float* slope, const float* weight, const float* in, float* out, int b, int n, int k, int function) {
    Low tile(blockIdx.y, blockIdx.x);
    int e = tile.row(0), input = tile.column(0);
    size_t cell = (size_t)e * k + input;
    bool inside = e < b && input < k;
    float sum, h = inside ? in[cell] : 0;
    tile.product<false, true>(Matrix{slope, b, n}, Matrix{weight, n, k}, n, &sum);
    if (inside) out[cell] = sum * derivative(h, function);
}

// The same of the decoder's first layer, through z to the encoder's outputs [B, 2V]; see LatentSamples.
extern "C" __global__ void __launch_bounds__(512) backwardToCode(const float* slope, const float* weight, const float* code, const float* noise, float* out, int b, int n,
                                                                 int v, const Control* control) {
    Low tile(blockIdx.y, blockIdx.x);
    int e = tile.row(0), unit = tile.column(0);
    float byZ, klWeight = control->klWeight;
    tile.product<false, true>(Matrix{slope, b, n}, Matrix{weight, n, v}, n, &byZ);
    if (e >= b || unit >= v) return;
    size_t cell = (size_t)e * 2 * v + unit;
    float mean = code[cell], raw = code[cell + v], std = expf(softened(raw));
    float byMean = byZ, byLogStd = byZ * std * noise[(size_t)e * v + unit];
    // A weight of 0 leaves the KL out even where it is infinite.
    if (klWeight != 0) {
        byMean += klWeight * mean;
        byLogStd += klWeight * (std * std - 1);
    }
    out[cell] = byMean;
    out[cell + v] = byLogStd * softenedSlope(raw);
}

// ---- update

// A parameter with its moments.
struct Moving {
    float *weight, *first, *second;
};

struct Layer {
    const float *slope, *in;  // the gradient by its sums [B, N], and its inputs [B, K]
    Moving weights, biases;   // [N, K] and [N]
    int n, k;
    int columns;  // of blocks
    int end;      // the number of its last block, and 1
};

// One parameter in registers.
struct Held {
    float weight, first, second;

    __device__ Held() {}
    __device__ Held(Moving m, size_t i) : weight(m.weight[i]), first(m.first[i]), second(m.second[i]) {}

    __device__ void adam(float gradient, const Control& c) {
        first = c.beta1 * first + c.share1 * gradient;
        second = c.beta2 * second + c.share2 * (gradient * gradient);
        weight = c.kept * weight - c.rate * first / (sqrtf(second) * c.scale + c.epsilon);
    }

    __device__ void put(Moving m, size_t i) const {
        m.weight[i] = weight;
        m.first[i] = first;
        m.second[i] = second;
    }
};

// All layers' weights and biases a step further.
extern "C" __global__ void __launch_bounds__(256) update(const Layer* layers, int b, const Control* control) {
    Control c = *control;
    int block = blockIdx.x;
    while (block >= layers->end) layers++;
    Layer layer = *layers;
    int n = layer.n, k = layer.k;
    block = layer.end - 1 - block;
    High tile(block / layer.columns, block % layer.columns);
    Held held[High::CELLS];
    for (int cell = 0; cell < High::CELLS; cell++) {
        int unit = tile.row(cell), input = tile.column(cell);
        if (unit < n && input < k) held[cell] = Held(layer.weights, (size_t)unit * k + input);
    }
    float gradients[High::CELLS];
    tile.product<true, true>(Matrix{layer.slope, b, n}, Matrix{layer.in, b, k}, b, gradients);
    for (int cell = 0; cell < High::CELLS; cell++) {
        int unit = tile.row(cell), input = tile.column(cell);
        if (unit < n && input < k) {
            held[cell].adam(gradients[cell], c);
            held[cell].put(layer.weights, (size_t)unit * k + input);
        }
    }
    if (tile.left > 0) return;
    __shared__ float sums[8][32];
    int unit = tile.top + threadIdx.x % 32, part = threadIdx.x / 32;
    float sum = 0;
    for (int e = part; e < b && unit < n; e += 8) sum += layer.slope[(size_t)e * n + unit];
    sums[part][threadIdx.x % 32] = sum;
    __syncthreads();
    if (part > 0 || unit >= n) return;
    for (int i = 1; i < 8; i++) sum += sums[i][threadIdx.x];
    Held bias(layer.biases, unit);
    bias.adam(sum, c);
    bias.put(layer.biases, unit);
}
