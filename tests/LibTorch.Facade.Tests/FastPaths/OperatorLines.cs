namespace LibTorch.Tests.FastPaths;

/// <summary>The operators that random programs call, as <see cref="OperatorCallStatement"/> reads them.</summary>
internal static class OperatorLines
{
    /// <summary>What gives a tensor of its own.</summary>
    public static readonly string[] Plain =
    [
        "aten::neg(X)", "aten::exp(X)", "aten::sin(X)", "aten::tanh(X)", "aten::sigmoid(X)", "aten::relu(X)", "aten::abs(X)", "aten::sqrt(X)",
        "aten::sign(X)", "aten::square(X)", "aten::sum(X)", "aten::mean(X)", "aten::sum.dim_IntList(X, [0])", "aten::softmax.int(X, -1)",
        "aten::log_softmax.int(X, -1)", "aten::cumsum(X, -1)", "aten::clone(X)", "aten::contiguous(X)", "aten::to.dtype(X, float64)",
        "aten::to.dtype(X, bfloat16)", "aten::gt.Scalar(X, N)", "aten::argmax(X)", "aten::max.dim(X, -1)", "aten::sort(X)", "aten::tril(X)",
        "aten::add.Tensor(X, S)", "aten::add.Tensor(X, S, N)", "aten::sub.Tensor(X, S)", "aten::mul.Tensor(X, S)", "aten::div.Tensor(X, S)",
        "aten::mul.Tensor(X, Y)", "aten::add.Tensor(X, Y)", "aten::maximum(X, S)", "aten::pow.Tensor_Scalar(X, 2)", "aten::pow.Tensor_Scalar(X, N)",
        "aten::pow.Tensor_Tensor(X, S)", "aten::matmul(X, M)", "aten::mm(X, M)", "aten::mm(X, Y)", "aten::linear(X, S)", "aten::linear(X, S, null)", "aten::addmm(Z, X, M)",
        "aten::lerp.Scalar(X, S, 0.5)", "aten::cat([X, S])", "aten::stack([X, S, X])", "aten::addcmul(X, S, S)",
        "aten::eq.Tensor(X, S)", "aten::clamp(X, -1, N)", "aten::ones_like(X)", "aten::full_like(X, N)", 
        "aten::var(X)", "aten::std(X)", "aten::norm.Scalar(X)", "aten::flip(X, [0])",
        "aten::roll(X, [1])", "aten::repeat(X, [2, 1])", "aten::layer_norm(X, [3])", "aten::gelu(X)", "aten::silu(X)", "aten::prod(X)", "aten::logsumexp(X, [0])",
        "aten::zeros([2, 3])", "aten::ones([2, 3], float64)", "aten::detach(X)", "aten::lift_fresh(X)", "aten::inner(X, S)",
    ];

    /// <summary>What gives a view.</summary>
    public static readonly string[] Views =
    [
        "aten::view(X, [-1])", "aten::view(X, [2, 3])", "aten::view(X, [3, 2])", "aten::reshape(X, [2, 3])", "aten::reshape(X, [6])", "aten::t(X)",
        "aten::transpose.int(X, 0, -1)", "aten::permute(X, [1, 0])", "aten::narrow(X, 0, 0, 1)", "aten::slice.Tensor(X, 0, 0, 1)",
        "aten::slice.Tensor(X, -1, 1, null, 1)", "aten::select.int(X, 0, 0)", "aten::select.int(X, -1, 1)", "aten::unsqueeze(X, 0)", "aten::squeeze(X)",
        "aten::squeeze.dim(X, 0)", "aten::expand(X, [2, 3])", "aten::expand(X, [2, 2, 3])", "aten::as_strided(X, [2, 3], [3, 1])",
        "aten::as_strided(X, [2, 2], [1, 1], 1)", "aten::unfold(X, -1, 2, 1)", "aten::diagonal(X)", "aten::flatten.using_ints(X)", "aten::unbind.int(X)",
        "aten::split.Tensor(X, 1)", "aten::chunk(X, 2)", "aten::detach(X)", "aten::alias(X)", "aten::view_as(X, S)", "aten::expand_as(X, Y)",
        "aten::movedim.int(X, 0, -1)", "aten::view.dtype(X, int32)", "aten::view.dtype(X, float32)", "aten::numpy_T(X)", "aten::contiguous(X)", "aten::real(X)", "aten::to.dtype(X, float32)",
    ];

    /// <summary>What writes to its first argument.</summary>
    public static readonly string[] InPlace =
    [
        "aten::add_.Tensor(W, S)", "aten::add_.Tensor(W, Y)", "aten::add_.Tensor(W, N)", "aten::mul_.Tensor(W, N)", "aten::mul_.Tensor(W, S)", "aten::sub_.Tensor(W, S)",
        "aten::div_.Tensor(W, N)", "aten::copy_(W, S)", "aten::copy_(W, Y)", "aten::zero_(W)", "aten::fill_.Scalar(W, N)", "aten::exp_(W)", "aten::relu_(W)",
        "aten::sin_(W)", "aten::neg_(W)", "aten::sigmoid_(W)", "aten::tanh_(W)", "aten::clamp_(W, -1, 1)", "aten::pow_.Scalar(W, 2)", "aten::square_(W)", "aten::t_(W)",
        "aten::transpose_(W, 0, -1)", "aten::squeeze_(W)", "aten::unsqueeze_(W, 0)", "aten::detach_(W)", "aten::as_strided_(W, [2, 3], [3, 1])",
        "aten::addcmul_(W, S, S)", "aten::lerp_.Scalar(W, S, 0.5)",
        "aten::sqrt_(W)", "aten::cumsum_(W, 0)", "aten::abs_(W)", "aten::requires_grad_(W, true)", "aten::requires_grad_(W, false)", "aten::fill_diagonal_(W, N)",
        "aten::hardtanh_(W)", "aten::tril_(W)", "aten::swapdims_(W, 0, -1)",
    ];

    /// <summary>Places named by tensors.</summary>
    public static readonly string[] Indexing =
    [
        "aten::index_select(X, 0, I)", "aten::index.Tensor(X, [I])", "aten::index_put_(W, [I], O)", "aten::index_fill_.int_Scalar(W, 0, I, N)",
    ];

    /// <summary>What transforms may have inside: among all else are operators that end the process there, in Python as well.</summary>
    public static readonly string[] Transformed =
    [
        "aten::neg(X)", "aten::exp(X)", "aten::sin(X)", "aten::tanh(X)", "aten::relu(X)", "aten::square(X)", "aten::sum(X)", "aten::mul.Tensor(X, S)", "aten::add.Tensor(X, S)",
        "aten::mul.Tensor(X, N)", "aten::add.Tensor(X, N, N)", "aten::sub.Tensor(X, S)", "aten::transpose.int(X, 0, -1)", "aten::unsqueeze(X, 0)", "aten::clone(X)", "aten::detach(X)",
        "aten::matmul(X, M)", "aten::add_.Tensor(W, S)", "aten::mul_.Tensor(W, N)", "aten::sin_(W)", "aten::copy_(W, S)", "aten::select.int(X, 0, 0)", "mytest::cube(X)",
    ];

    /// <summary>What exchanges the tensor's memory.</summary>
    public static readonly string[] Exchanging =
    [
        "aten::set_.source_Tensor(W, V)", "aten::set_.source_Tensor(X, T)", "aten::set_.source_Tensor_storage_offset(W, V, 0, [1], [1])",
        "aten::set_.source_Tensor(L, U)", "aten::set_.source_Tensor_storage_offset(L, U, 0, [1], [1])", "aten::set_data(L, U)", "aten::set_(W)", "aten::set_data(X, T)",
    ];

    /// <summary>What writes to a tensor that is given for the result.</summary>
    public static readonly string[] Out =
    [
        "aten::add.out(X, S, 1, D)", "aten::mul.out(X, S, D)", "aten::sub.out(X, S, N, D)", "aten::exp.out(X, D)", "aten::sin.out(X, D)", "aten::mm.out(X, M, D)", "aten::matmul.out(X, M, D)",
        "aten::cat.out([X, S], 0, D)", "aten::sum.IntList_out(X, [0], false, null, D)", "aten::pow.Tensor_Scalar_out(X, 2, D)", "aten::abs.out(X, D)", "aten::neg.out(X, D)", "aten::clamp.out(X, -1, N, D)",
        "aten::sigmoid.out(X, D)", "aten::div.out(X, S, D)", "aten::maximum.out(X, S, D)", "aten::addmm.out(Z, X, M, 1, 1, D)", "aten::cumsum.out(X, 0, null, D)", "aten::eq.Tensor_out(X, S, D)",
    ];

    /// <summary>Numbers where the schema wants tensors, and what gives numbers.</summary>
    public static readonly string[] Numbers =
    [
        "aten::mul.Tensor(X, N)", "aten::add.Tensor(X, N)", "aten::add.Tensor(X, N, N)", "aten::sub.Tensor(X, N)", "aten::div.Tensor(X, N)", "aten::rsub.Scalar(X, N)", "aten::mul.Tensor(N, X)",
        "aten::add.Tensor(N, N)", "aten::mul.Tensor(N, N)", "aten::item(O)",
        "aten::to.dtype(N, float64)", "aten::sub.Tensor(N, N)", "aten::div.Tensor(N, N)", "aten::remainder.Scalar_Tensor(N, X)", "aten::is_same_size(X, Y)", "aten::equal(X, Y)", "aten::allclose(X, S)",
        "aten::is_nonzero(O)", "aten::copy_(W, N)", "aten::result_type.Tensor(X, Y)",
    ];

    /// <summary>Operators of the tests' own library.</summary>
    public static readonly string[] Own =
    [
        "mytest::cube(X)", "mytest::increase_(W)", "mytest::increase_(W, N)", "mytest::add_bias(X, S)", "mytest::add_bias(X)", "mytest::total([X, S, X])", "mytest::copy.out(X, D)",
        "mytest::bounds(X)", "mytest::perhaps(X, true)", "mytest::reduce(X, \"sum\")",
    ];
}
