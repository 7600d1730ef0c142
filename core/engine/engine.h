#pragma once

#include <stdint.h>

// The engine's border: plain pointers, strides and sizes, so that the library can be built once for
// the baseline and once for x86-64-v3 and the loader may take either. No type of a C++ library
// crosses it. All matrices are row-major float32. Nothing here throws or allocates after create.

#pragma GCC visibility push(default)
#ifdef __cplusplus
extern "C" {
#endif

typedef struct CairnNetwork CairnNetwork;

typedef enum {
  CAIRN_LINEAR = 0,
  CAIRN_RELU = 1,
  CAIRN_RELU6 = 2,
  CAIRN_LEAKY_RELU = 3,
  CAIRN_TANH = 4,
  CAIRN_SIGMOID = 5,
  CAIRN_ELU = 6,
  CAIRN_SELU = 7,
  CAIRN_SOFTPLUS = 8,
  CAIRN_SOFTSIGN = 9,
  CAIRN_SWISH = 10,
  CAIRN_GELU = 11,
  CAIRN_MISH = 12,
  CAIRN_HARD_SIGMOID = 13,
  CAIRN_EXPONENTIAL = 14,
  CAIRN_SOFTMAX = 15, /* over the units of a row */
  CAIRN_CRELU = 16    /* relu(x) and relu(-x) side by side: twice as many outputs as units */
} CairnActivation;

typedef enum {
  CAIRN_BINARY = 0,       /* sigmoid cross entropy, labels in [0, 1], one logit */
  CAIRN_MULTI_CLASS = 1,  /* softmax cross entropy, labels are class ids */
  CAIRN_REGRESSION = 2,   /* squared error, no 1/2 */
  CAIRN_POISSON = 3,      /* e^x - x y, of labels y: log-rates x */
  CAIRN_POISSON_FULL = 4, /* the same, with Stirling's approximation of ln y! where y > 1 */
  CAIRN_MULTI_LABEL = 5   /* mean over the logits of the binary loss of each */
} CairnLoss;

typedef enum {
  CAIRN_SUM = 0,
  CAIRN_SUM_OVER_BATCH_SIZE = 1,
  CAIRN_WEIGHTED_MEAN = 2,
  CAIRN_SUM_BY_NONZERO_WEIGHTS = 3
} CairnReduction;

/* Those named KERAS differ from tf.compat.v1.train's by more than their constants. */
typedef enum {
  CAIRN_SGD = 0,
  CAIRN_ADAGRAD = 1,
  CAIRN_ADAM = 2,
  CAIRN_RMSPROP = 3,
  CAIRN_FTRL = 4,
  CAIRN_MOMENTUM = 5,
  CAIRN_KERAS_MOMENTUM = 6,
  CAIRN_KERAS_RMSPROP = 7, /* without momentum */
  CAIRN_KERAS_RMSPROP_MOMENTUM = 8,
  CAIRN_ADADELTA = 9,
  CAIRN_ADAMAX = 10,
  CAIRN_NADAM = 11,
  CAIRN_PROXIMAL_SGD = 12,
  CAIRN_PROXIMAL_ADAGRAD = 13,
  CAIRN_ADAGRAD_DA = 14
} CairnOptimizer;

typedef enum { CAIRN_CLIP_VALUE = 1, CAIRN_CLIP_NORM = 2 } CairnClip;

/* Hyper-parameters by TensorFlow's names; those of other optimizers are ignored. Slots are in the
   order in which TensorFlow makes them: MOMENTUM velocity; ADAGRAD and PROXIMAL_ADAGRAD squares;
   ADAGRAD_DA gradients, squares; ADADELTA accum, accum_update; ADAM m, v, for amsgrad vhat; ADAMAX
   and NADAM m, v; RMSPROP mean square, centered: mean gradient, momentum; KERAS_RMSPROP mean
   square, with momentum: momentum, centered: mean gradient; FTRL n, z. */
typedef struct {
  CairnOptimizer kind;
  float beta1, beta2, epsilon; /* epsilon of v1's Adagrad is 0 */
  float decay, momentum;       /* decay: rho, too */
  int32_t centered, nesterov, amsgrad;
  float learning_rate_power, l1, l2, l2_shrinkage, beta; /* Ftrl; l1 and l2 of the proximal ones */
  int32_t clips; /* CairnClip, or-ed: by value, then by the norm of a variable's gradient */
  float clip_value, clip_norm;
} CairnOptimizerSpec;

/* What an update reads besides its variable and is the same for all variables of a step, t from 1:
   ADAM beta1^t, beta2^t; ADAMAX beta1^t; NADAM mu_t, mu_(t+1), mu_1 ... mu_t, beta2^t; ADAGRAD_DA
   t. Others read none. */
enum { CAIRN_STEP_SCALARS = 4 };

/* One dense layer, of `units` outputs but for CRELU: kernel [inputs, units], bias [units], and up
   to three slots of each, all in the caller's memory, read and updated in place; slots may be null
   when nothing is trained. `inputs` of a first layer may be 0: then the layer is its bias alone. */
typedef struct {
  int64_t inputs, units;
  CairnActivation activation;
  float* kernel;
  float* bias;
  float* kernel_slots[3];
  float* bias_slots[3];
  float dropout; /* share of the outputs that a training sets to 0; 0: none */
  /* Batch normalisation after that, [outputs] each, and the slots of the first two; null: none. */
  float *gamma, *beta, *moving_mean, *moving_variance;
  float* gamma_slots[3];
  float* beta_slots[3];
} CairnLayer;

/* Threads that the caller lends. run calls work(context, part) once for each part in [0, parts), on
   any of them, and returns after the last. What is computed does not hang on their number. A null
   run: the caller's thread alone. */
typedef struct {
  void (*run)(void* workers, int32_t parts, void (*work)(void* context, int32_t part),
              void* context);
  void* workers;
  int32_t threads;
} CairnWorkers;

typedef struct {
  const CairnLayer* layers; /* hidden layers, then logits; copied at create */
  int64_t layer_count;
  int64_t max_batch;
  CairnLoss loss;
  CairnReduction reduction;
  CairnOptimizerSpec optimizer;
  float* adam_powers;     /* the step's scalars, see above; null for optimizers that read none */
  int64_t weight_width;   /* weights of a row: 0 or 1, or one for each logit */
  int32_t input_gradient; /* whether cairn_network_backward is asked for d loss / d x */
  uint64_t dropout_seed;
  CairnWorkers workers; /* used where a step is worth it */
} CairnNetworkSpec;

/* Null when a size is not positive, layers do not fit together, or memory does not suffice. */
CairnNetwork* cairn_network_create(const CairnNetworkSpec* spec);
void cairn_network_destroy(CairnNetwork* network);

/* What the next forwards of a training drop depends on the seed and on this number. */
void cairn_network_set_step(CairnNetwork* network, int64_t step);

/* One training step: forward, loss with the weights before the update, gradients, update.
   x [batch, inputs] with `x_stride` floats from row to row; labels: class ids as float for
   MULTI_CLASS (one outside the classes makes the loss NaN), [batch, logits] else; weights
   [batch, weight_width] or null. Returns the reduced loss. */
float cairn_network_train_step(CairnNetwork* network, const float* x, int64_t x_stride,
                               const float* labels, const float* weights, int64_t batch,
                               float learning_rate);

/* Forward only; logits [batch, units of the last layer], dense. `training`: as the first half of a
   step, which differs from an evaluation where layers drop or normalise. */
void cairn_network_forward(CairnNetwork* network, const float* x, int64_t x_stride, int64_t batch,
                           int32_t training, float* logits);

/* The second half of a step whose loss was computed elsewhere (two networks with one sum of
   logits): from d loss / d logits [batch, logits], dense, of the newest forward, to updated
   variables. `x` as in that forward, which was one of training. `input_gradient` [batch, inputs],
   dense, or null. Unlike train_step it leaves cairn_optimizer_advance to the caller, who may have
   more variables to update. */
void cairn_network_backward(CairnNetwork* network, const float* x, int64_t x_stride, int64_t batch,
                            const float* logits_gradient, float learning_rate,
                            float* input_gradient);

/* What layer `layer` gave in the newest train_step or forward: [batch, outputs], valid until the
   next call. */
const float* cairn_network_activation(const CairnNetwork* network, int64_t layer);

/* The reduced loss of dense logits [batch, width] and, unless null, its gradient, dense. */
float cairn_loss_gradient(CairnLoss loss, CairnReduction reduction, const float* logits,
                          const float* labels, const float* weights, int64_t weight_width,
                          int64_t batch, int64_t width, float* gradient);

/* What Keras does to a variable's gradient before the update, in place. */
void cairn_optimizer_clip(const CairnOptimizerSpec* optimizer, int64_t count, float* gradient);
/* One update of `count` elements with their clipped gradient. The step's scalars are read. */
void cairn_optimizer_apply(const CairnOptimizerSpec* optimizer, const float* adam_powers,
                           float learning_rate, int64_t count, const float* gradient, float* value,
                           float* const slot_values[3]);
/* The same for rows of a variable [rows, width] that were looked up: `row_ids` are unique and
   within it, `gradient` [count, width] is dense. Other rows move only where TensorFlow moves them.
 */
void cairn_optimizer_apply_sparse(const CairnOptimizerSpec* optimizer, const float* adam_powers,
                                  float learning_rate, int64_t rows, int64_t width,
                                  const int64_t* row_ids, int64_t count, const float* gradient,
                                  float* value, float* const slot_values[3]);
/* What TensorFlow still does to the slots of looked-up variables in the step that finds no more
   input: averages that decay in all rows do so without waiting for a gradient. */
void cairn_optimizer_decay(const CairnOptimizerSpec* optimizer, int64_t count,
                           float* const slot_values[3]);
/* Moves the powers of ADAM on to the next step, after every variable's update. */
void cairn_optimizer_advance(const CairnOptimizerSpec* optimizer, float* adam_powers);

/* Entries of a batch, those of row i being [offsets[i], offsets[i + 1]): a row of a variable and
   the factor that it counts with; null factors are all 1. */
typedef struct {
  int64_t rows;
  const int64_t* offsets;
  const int64_t* ids;
  const float* factors;
} CairnRowEntries;

/* out[row] += sum of factor * values[id], `values` [any, width]; and the transpose,
   sums[id] += factor * gradient[row]. */
void cairn_gather_rows(const float* values, int64_t width, const CairnRowEntries* entries,
                       float* out, int64_t out_stride);
void cairn_scatter_rows(const float* gradient, int64_t gradient_stride, int64_t width,
                        const CairnRowEntries* entries, float* sums);

/* out [rows, columns], dense, += x [rows, inputs] * weights [inputs, columns]; the gradient of the
   weights, transposed x * gradient [rows, columns]; and that of x [rows, inputs], dense, gradient *
   transposed weights. For few columns. */
void cairn_add_product(const float* x, int64_t x_stride, int64_t rows, int64_t inputs,
                       const float* weights, int64_t columns, float* out);
void cairn_transposed_product(const float* x, int64_t x_stride, int64_t rows, int64_t inputs,
                              const float* gradient, int64_t columns, float* result);
void cairn_product_with_transposed(const float* gradient, int64_t rows, int64_t columns,
                                   const float* weights, int64_t inputs, float* result);

/* Loss of each element, unreduced: [batch, logits] for REGRESSION and POISSON, else [batch]. */
void cairn_element_losses(CairnLoss loss, const float* logits, const float* labels, int64_t batch,
                          int64_t width, float* losses);
/* What a reduction makes of them. */
float cairn_reduce_losses(CairnLoss loss, CairnReduction reduction, const float* losses,
                          const float* weights, int64_t weight_width, int64_t batch, int64_t width);
/* softmax of each row, or the logistic function of each element. */
void cairn_softmax(const float* logits, int64_t batch, int64_t width, float* probabilities);
void cairn_sigmoid(const float* logits, int64_t count, float* probabilities);

/* `x86-64-v4`, `x86-64-v3` or `baseline`: the build that the loader chose. */
const char* cairn_engine_isa(void);

#ifdef __cplusplus
}
#endif
#pragma GCC visibility pop
