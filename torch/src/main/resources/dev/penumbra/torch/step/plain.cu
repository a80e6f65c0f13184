// The step of a plain VAE whose networks are chains of linear layers. Matrices lie row by row; letters: B examples, N units, K inputs of a layer.

static const unsigned ALL = 0xffffffffu;

// What the host tells the kernels of a step.
struct Control {
    float slopeScale;  // of the gradient by the decoder's outputs
    float klWeight;    // of one example
    float beta1, share1, beta2, share2, epsilon, kept, rate, scale;  // of Adam: see AdamRow; scale is 1 / rootBias
};

extern "C" __global__ void control(Control* control, float slopeScale, float klWeight, float beta1, float share1, float beta2, float share2, float epsilon,
                                   float kept, float rate, float scale) {
    *control = Control{slopeScale, klWeight, beta1, share1, beta2, share2, epsilon, kept, rate, scale};
}

// Activations; any other number is none.
static const int RELU = 1, TANH = 2;

__device__ float activate(float a, int function) { return function == RELU ? fmaxf(a, 0) : function == TANH ? tanhf(a) : a; }

// The derivative, by the function's value.
__device__ float derivative(float h, int function) { return function == RELU ? (h > 0 ? 1 : 0) : function == TANH ? 1 - h * h : 1; }

// ---- products

// A matrix as a product reads it: the values of line `line` lie together. `across` says whether a line runs along the dimension that is summed over
// (0), or across it (1).
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

// A thread's share of a slice of DEPTH x WIDTH, on its way from the matrix to shared memory.
template <int WIDTH, int ACROSS> struct Slice {
    static const int PIECES = DEPTH * WIDTH / 4 / GROUP;
    float4 held[PIECES];

    __device__ void fetch(Matrix m, int first, int depth, int thread) {
        for (int p = 0; p < PIECES; p++) {
            int piece = p * GROUP + thread;
            if (ACROSS) held[p] = four(m, depth + piece / (WIDTH / 4), first + 4 * (piece % (WIDTH / 4)));
            else held[p] = four(m, first + piece / (DEPTH / 4), depth + 4 * (piece % (DEPTH / 4)));
        }
    }

    __device__ void put(float* shared, int thread) {
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

__device__ void meet(int group) { asm volatile("bar.sync %0, %1;" ::"r"(group + 1), "r"(GROUP) : "memory"); }

// The sums over r < depth of p(i, r) q(r, j), given to end(i, j, sum) for a tile of 8 ROWS x COLUMNS for each block. Groups share the sum out among
// them and add up in the order of their numbers, so the same sums come out each time.
template <int ROWS, int GROUPS, int P_ACROSS, int Q_ACROSS, class End> __device__ void product(Matrix p, Matrix q, int height, int width, int depth, End end) {
    const int HEIGHT = 8 * ROWS;
    __shared__ __align__(16) float memory[GROUPS * DEPTH * (HEIGHT + COLUMNS)];
    int group = threadIdx.x / GROUP, thread = threadIdx.x % GROUP;
    float* ps = memory + group * DEPTH * (HEIGHT + COLUMNS);
    float* qs = ps + DEPTH * HEIGHT;
    int top = blockIdx.y * HEIGHT, left = blockIdx.x * COLUMNS;
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
#pragma unroll 8
        for (int r = 0; r < DEPTH; r++) {
            float a[ROWS];
            for (int y = 0; y < ROWS; y++) a[y] = ps[place<HEIGHT>(r, i + y)];
            float4 b = *(float4*)(qs + place<COLUMNS>(r, j));
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
    for (int y = 0; y < ROWS; y++)
        for (int x = 0; x < 4; x++) memory[(group * HEIGHT + i + y) * COLUMNS + j + x] = sums[y][x];
    __syncthreads();
    for (int cell = threadIdx.x; cell < HEIGHT * COLUMNS; cell += GROUPS * GROUP) {
        float sum = 0;
        for (int g = 0; g < GROUPS; g++) sum += memory[g * HEIGHT * COLUMNS + cell];
        int row = top + cell / COLUMNS, column = left + cell % COLUMNS;
        if (row < height && column < width) end(row, column, sum);
    }
}

// ---- forward

// A layer's outputs [B, N] from its inputs [B, K].
extern "C" __global__ void __launch_bounds__(512) forward(const float* in, const float* weight, const float* bias, float* out, int b, int n, int k, int function) {
    product<2, 8, 0, 0>(Matrix{in, b, k}, Matrix{weight, n, k}, b, n, k,
                        [=](int e, int unit, float sum) { out[(size_t)e * n + unit] = activate(sum + bias[unit], function); });
}

// z = mean + exp(logStd) noise of codes [B, 2V].
extern "C" __global__ void sample(const float* code, const float* noise, float* z, int b, int v) {
    int cell = blockIdx.x * blockDim.x + threadIdx.x;
    if (cell >= b * v) return;
    const float* own = code + (size_t)(cell / v) * 2 * v + cell % v;
    z[cell] = own[0] + expf(own[v]) * noise[cell];
}

// The sum over a warp, in its first lane.
__device__ double warpSum(double value) {
    for (int step = 16; step > 0; step /= 2) value += __shfl_down_sync(ALL, value, step);
    return value;
}

// The last layer with the likelihood: the gradient by its outputs, and of each warp the sums of the log-likelihood (Bernoulli only) and of the
// squared errors.
extern "C" __global__ void __launch_bounds__(512) output(const float* in, const float* weight, const float* bias, const float* x, float* slope, double* partial, int b, int n,
                                  int k, int bernoulli, const Control* control) {
    double logLikelihood = 0, squares = 0;
    float scale = control->slopeScale;
    product<2, 8, 0, 0>(Matrix{in, b, k}, Matrix{weight, n, k}, b, n, k, [&](int e, int unit, float sum) {
        float a = sum + bias[unit], value = x[(size_t)e * n + unit];
        float small = expf(-fabsf(a));
        float mean = !bernoulli ? a : (a >= 0 ? 1 : small) / (1 + small);
        float error = mean - value;
        slope[(size_t)e * n + unit] = scale * error;
        squares += error * error;
        if (bernoulli) logLikelihood += value * a - fmaxf(a, 0) - log1pf(small);
    });
    int warp = ((blockIdx.y * gridDim.x + blockIdx.x) * blockDim.x + threadIdx.x) / 32;
    logLikelihood = warpSum(logLikelihood);
    squares = warpSum(squares);
    if (threadIdx.x % 32 == 0) {
        partial[2 * warp] = logLikelihood;
        partial[2 * warp + 1] = squares;
    }
}

// The sums over the batch for the host: log-likelihood, squared errors, KL. One block, of 1024 threads.
extern "C" __global__ void finish(const double* partial, int warps, const float* code, int b, int v, volatile double* sums) {
    double own[3] = {};
    for (int i = threadIdx.x; i < warps; i += blockDim.x) {
        own[0] += partial[2 * i];
        own[1] += partial[2 * i + 1];
    }
    for (int cell = threadIdx.x; cell < b * v; cell += blockDim.x) {
        const float* at = code + (size_t)(cell / v) * 2 * v + cell % v;
        float mean = at[0], logStd = at[v], std = expf(logStd);
        own[2] += 0.5 * (double)(mean * mean + std * std - 2 * logStd - 1);
    }
    __shared__ double shared[32];
    for (int term = 0; term < 3; term++) {
        double sum = warpSum(own[term]);
        if (threadIdx.x % 32 == 0) shared[threadIdx.x / 32] = sum;
        __syncthreads();
        if (threadIdx.x < 32) {
            sum = warpSum(shared[threadIdx.x]);
            if (threadIdx.x == 0) sums[term] = sum;
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) __threadfence_system();
}

// ---- backward

// The gradient [B, K] by the sums that a layer's inputs are the activations of, from that by its own sums [B, N].
extern "C" __global__ void __launch_bounds__(512) backward(const float* slope, const float* weight, const float* in, float* out, int b, int n, int k, int function) {
    product<2, 8, 0, 1>(Matrix{slope, b, n}, Matrix{weight, n, k}, b, k, n, [=](int e, int input, float sum) {
        size_t cell = (size_t)e * k + input;
        out[cell] = sum * derivative(in[cell], function);
    });
}

// The same of the decoder's first layer, through z to the encoder's outputs [B, 2V]; see LatentSamples.
extern "C" __global__ void __launch_bounds__(512) backwardToCode(const float* slope, const float* weight, const float* code, const float* noise, float* out, int b, int n, int v,
                                          const Control* control) {
    float klWeight = control->klWeight;
    product<2, 8, 0, 1>(Matrix{slope, b, n}, Matrix{weight, n, v}, b, v, n, [=](int e, int unit, float byZ) {
        size_t cell = (size_t)e * 2 * v + unit;
        float mean = code[cell], std = expf(code[cell + v]);
        float byMean = byZ, byLogStd = byZ * std * noise[(size_t)e * v + unit];
        // A weight of 0 leaves the KL out even where it is infinite.
        if (klWeight != 0) {
            byMean += klWeight * mean;
            byLogStd += klWeight * (std * std - 1);
        }
        out[cell] = byMean;
        out[cell + v] = byLogStd;
    });
}

__device__ void adam(float* weight, float* first, float* second, float gradient, const Control& c) {
    float m = c.beta1 * *first + c.share1 * gradient;
    float s = c.beta2 * *second + c.share2 * (gradient * gradient);
    *first = m;
    *second = s;
    *weight = c.kept * *weight - c.rate * m / (sqrtf(s) * c.scale + c.epsilon);
}

// A layer's weights [N, K] and biases [N] a step further, by the gradient by its sums [B, N] and its inputs [B, K].
extern "C" __global__ void __launch_bounds__(256) update(const float* slope, const float* in, float* weight, float* first, float* second, float* bias, float* biasFirst,
                                  float* biasSecond, int b, int n, int k, const Control* control) {
    Control c = *control;
    product<4, 4, 1, 1>(Matrix{slope, b, n}, Matrix{in, b, k}, n, k, b, [=](int unit, int input, float sum) {
        size_t cell = (size_t)unit * k + input;
        adam(weight + cell, first + cell, second + cell, sum, c);
    });
    if (blockIdx.x > 0) return;
    __shared__ float sums[8][32];
    int unit = blockIdx.y * 32 + threadIdx.x % 32, part = threadIdx.x / 32;
    float sum = 0;
    for (int e = part; e < b && unit < n; e += 8) sum += slope[(size_t)e * n + unit];
    sums[part][threadIdx.x % 32] = sum;
    __syncthreads();
    if (part > 0 || unit >= n) return;
    for (int i = 1; i < 8; i++) sum += sums[i][threadIdx.x];
    adam(bias + unit, biasFirst + unit, biasSecond + unit, sum, c);
}
