using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// A softmax over many classes that spends little on rare ones: the frequent classes and the clusters of the others share
/// one layer, and each cluster has a smaller one of its own; <c>torch.nn.AdaptiveLogSoftmaxWithLoss</c>.
/// </summary>
public sealed partial class AdaptiveLogSoftmaxWithLoss : Module<Tensor, Tensor, (Tensor Output, Tensor Loss)>
{
    private readonly long[] _cutoffs;

    /// <param name="inFeatures">The number of input features.</param>
    /// <param name="nClasses">How many classes there are, the most frequent first.</param>
    /// <param name="cutoffs">The classes at which the clusters begin.</param>
    /// <param name="divValue">The factor by which each cluster's layer is smaller than that of the cluster before.</param>
    /// <param name="headBias">Whether the layer of the frequent classes adds a bias.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    /// <exception cref="TorchValueException">The clusters are not in order, or there are none.</exception>
    public AdaptiveLogSoftmaxWithLoss(
        long inFeatures, long nClasses, IntList cutoffs, double divValue = 4.0, bool headBias = false, Device? device = null, DType? dtype = null)
    {
        var given = cutoffs.Repeated(1);
        Check(given, nClasses);
        _cutoffs = [.. given, nClasses];
        (InFeatures, NClasses, DivValue, HeadBias) = (inFeatures, nClasses, divValue, headBias);
        Head = new Linear(inFeatures, given[0] + given.Length, headBias, device, dtype);
        Tail = [];
        for (var i = 0; i < given.Length; i++)
        {
            var parts = Math.Pow(divValue, i + 1);
            var hidden = (long)Math.Round((inFeatures - (inFeatures % parts)) / parts);
            var classes = _cutoffs[i + 1] - _cutoffs[i];
            Tail.Add([new Linear(inFeatures, hidden, bias: false, device, dtype), new Linear(hidden, classes, bias: false, device, dtype)]);
        }
    }

    /// <summary>The number of input features.</summary>
    public long InFeatures { get; }

    /// <summary>How many classes there are.</summary>
    public long NClasses { get; }

    /// <summary>The classes at which the clusters begin, and the number of classes at the end.</summary>
    public IReadOnlyList<long> Cutoffs => _cutoffs;

    /// <summary>The factor by which each cluster's layer is smaller than that of the cluster before.</summary>
    public double DivValue { get; }

    /// <summary>Whether the layer of the frequent classes adds a bias.</summary>
    public bool HeadBias { get; }

    /// <summary>The layer of the frequent classes and the clusters.</summary>
    public Linear Head { get; set => Assign(ref field, value); }

    /// <summary>The layers of the clusters.</summary>
    public ModuleList<Sequential> Tail { get; }

    private long Frequent => _cutoffs[0];

    /// <summary>Draws new random values for the parameters.</summary>
    public void ResetParameters()
    {
        Head.ResetParameters();
        foreach (var layer in Tail.SelectMany(cluster => cluster).Cast<Linear>())
        {
            layer.ResetParameters();
        }
    }

    /// <summary>
    /// Computes from [batch, InFeatures] and classes [batch] the log-probabilities of these classes and the loss; the batch dimension may
    /// be missing.
    /// </summary>
    /// <exception cref="TorchException">The sizes do not fit, or there is no such class.</exception>
    public override (Tensor Output, Tensor Loss) Forward(Tensor input1, Tensor input2)
    {
        ArgumentNullException.ThrowIfNull(input1);
        ArgumentNullException.ThrowIfNull(input2);
        CheckSizes(input1, input2);
        var isBatch = input2.NDim > 0;
        var (input, target) = isBatch ? (input1, input2) : (input1.Unsqueeze(0), input2.Unsqueeze(0));
        var output = Torch.Zeros([target.Shape[0]], dtype: input.DType, device: input.Device);
        var inHead = target.EmptyLike(memoryFormat: MemoryFormat.Contiguous);
        var used = 0L;
        for (var i = 0; i < _cutoffs.Length; i++)
        {
            used += Add(i, input, target, output, inHead);
        }

        if (used != target.Shape[0])
        {
            throw new TorchException(
                $"Target values should be in [0, {NClasses - 1}], but values in range [{target.Min().Item<long>()}, {target.Max().Item<long>()}] were found. ");
        }

        output.Add_(Functional.LogSoftmax(Head.Call(input), 1).Gather(1, inHead.Unsqueeze(1)).Squeeze());
        var loss = (-output).Mean();
        return (isBatch ? output : output.Squeeze(0), loss);
    }

    /// <summary>Computes from [batch, InFeatures] the log-probabilities of all classes; <c>log_prob</c>.</summary>
    public Tensor LogProb(Tensor input) => LogProb(input, Head.Call(input));

    /// <summary>Computes from [batch, InFeatures] the most likely classes; <c>predict</c>.</summary>
    public Tensor Predict(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var head = Head.Call(input);
        var best = head.Argmax(1);
        var isRare = best >= Frequent;
        if (!isRare.Any().Item<bool>())
        {
            return best;
        }

        if (isRare.All().Item<bool>())
        {
            return LogProb(input, head).Argmax(1);
        }

        best[isRare] = LogProb(input[isRare], head[isRare]).Argmax(1);
        return best;
    }

    // Handles the samples whose class belongs to this part: 0 is the frequent classes, 1 the first cluster. Returns their number.
    private long Add(int part, Tensor input, Tensor target, Tensor output, Tensor inHead)
    {
        var first = part == 0 ? 0 : _cutoffs[part - 1];
        var mask = (target >= first) & (target < _cutoffs[part]);
        var rows = mask.Nonzero().Squeeze();
        if (rows.Numel == 0)
        {
            return 0;
        }

        if (part == 0)
        {
            inHead.IndexCopy_(0, rows, target[mask]);
            return rows.Numel;
        }

        var probabilities = Functional.LogSoftmax(Tail[part - 1].Call(input.IndexSelect(0, rows)), 1);
        inHead.IndexFill_(0, rows, Frequent + part - 1);
        output.IndexCopy_(0, rows, probabilities.Gather(1, (target[mask] - first).Unsqueeze(1)).Squeeze(1));
        return rows.Numel;
    }

    private Tensor LogProb(Tensor input, Tensor head)
    {
        var result = Torch.Empty([head.Shape[0], NClasses], dtype: input.DType, device: input.Device);
        var inHead = Functional.LogSoftmax(head, 1);
        result.Narrow(1, 0, Frequent).Copy_(inHead.Narrow(1, 0, Frequent));
        for (var i = 0; i < Tail.Count; i++)
        {
            var inCluster = Functional.LogSoftmax(Tail[i].Call(input), 1);
            result.Narrow(1, _cutoffs[i], _cutoffs[i + 1] - _cutoffs[i]).Copy_(inCluster + inHead.Select(1, Frequent + i).Unsqueeze(1));
        }

        return result;
    }

    private static void Check(long[] cutoffs, long classes)
    {
        if (cutoffs.Length == 0)
        {
            throw new TorchValueException(LibraryCalls.IsAtLeast(2, 0) ? "cutoffs should be a sequence of length larger than 0" : "min() arg is an empty sequence");
        }

        for (var i = 0; i < cutoffs.Length; i++)
        {
            if (cutoffs[i] <= (i == 0 ? 0 : cutoffs[i - 1]) || cutoffs[i] > classes - 1)
            {
                throw new TorchValueException(
                    "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is between 1 and n_classes-1");
            }
        }
    }

    private static void CheckSizes(Tensor input, Tensor target)
    {
        if (target.NDim > 1)
        {
            throw new TorchException("0D or 1D target tensor expected, multi-target not supported");
        }

        if (target.NDim == 1 && input.Shape[0] != target.Shape[0])
        {
            throw new TorchException("Input and target should have the same size in the batch dimension.");
        }

        if (input.NDim != target.NDim + 1)
        {
            // Before 2.14, the size is a second argument of Python's exception.
            var text = $"{target.NDim}D target tensor expects {target.NDim + 1}D input tensors, but found inputs with size";
            throw new TorchException(LibraryCalls.IsAtLeast(2, 14) ? $"{text} {input.Shape}" : $"({SettingText.Of(text)}, {input.Shape})");
        }
    }
}
