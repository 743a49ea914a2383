using LibTorch.Examples.Running;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Examples.Training;

/// <summary>A transformer that learns to continue a text: it predicts the next character of a licence's text.</summary>
internal sealed partial class TextTransformer : Module<Tensor, Tensor>
{
    private const int Length = 48;
    private const int Width = 64;
    private const int Batch = 32;
    private const int Steps = 100;

    private readonly Embedding _embedding;
    private readonly Parameter _position;
    private readonly TransformerEncoder _encoder;
    private readonly Linear _head;

    // The causal mask: a position attends only to earlier ones.
    private readonly NN.Buffer _mask;

    public TextTransformer(int characters)
    {
        _embedding = new(characters, Width);
        _position = new(0.02 * Torch.Randn(Length, Width));
        var layer = new TransformerEncoderLayer(Width, nhead: 4, dimFeedforward: 2 * Width, dropout: 0.1, batchFirst: true, normFirst: true);
        _encoder = new(layer, numLayers: 2, norm: new LayerNorm(Width), enableNestedTensor: false);
        _head = new(Width, characters);
        _mask = new(Torch.Full([Length, Length], double.NegativeInfinity).Triu(1), persistent: false);
    }

    public static void Train(TrainingRun run)
    {
        var options = run.Options;
        var text = Read(options);
        var alphabet = text.Distinct().Order().ToList();
        var codes = Torch.Tensor([.. text.Select(character => (long)alphabet.IndexOf(character))]);
        var net = new TextTransformer(alphabet.Count);
        net.To(options.Device);
        run.Introduce(net);
        var optimizer = new AdamW(net.Parameters(), lr: 0.003, weightDecay: 0.01);
        var scheduler = new OneCycleLR(optimizer, maxLr: 0.003, totalSteps: Steps * options.Epochs);
        for (var epoch = 1; epoch <= options.Epochs && !run.IsEnding; epoch++)
        {
            net.Train();
            for (var step = 1; step <= Steps && !run.IsEnding; step++)
            {
                using var scope = new TensorScope();
                var starts = Torch.Randint(0, codes.Shape[0] - Length, [Batch, 1]);
                var batch = codes[starts + Torch.Arange(Length + 1)].To(options.Device);
                var loss = Functional.CrossEntropy(net.Call(batch[.., ..^1]).Transpose(1, 2), batch[.., 1..]);
                optimizer.ZeroGrad();
                loss.Backward();
                NN.Utils.ClipGradNorm_(net.Parameters(), 1.0);
                optimizer.Step();
                scheduler.Step();
                var value = loss.Item<float>();
                run.Report(new TrainingStep(epoch, step, Steps, value, Batch));
                if (step % 20 == 0)
                {
                    run.Line($"epoch {epoch} step {step} of {Steps}: loss {TrainingRun.Digits(value)}, learning rate {TrainingRun.Digits(scheduler.GetLastLr()[0])}");
                }
            }
        }

        run.Line($"trained weights {TrainingRun.Fingerprint(net)}");
        run.Line(string.Concat(net.Write(codes[..(Length / 2)].ToArray<long>(), options.Device).Select(code => alphabet[(int)code])));
    }

    public override Tensor Forward(Tensor text)
    {
        var length = (int)text.Shape[1];
        var x = _embedding.Call(text) + _position[..length];
        return _head.Call(_encoder.Call(x, mask: _mask[..length, ..length]));
    }

    private List<long> Write(long[] beginning, Device device)
    {
        Eval();
        using var mode = Torch.NoGrad();
        List<long> written = [.. beginning];
        for (var i = 0; i < 80; i++)
        {
            using var scope = new TensorScope();
            var seen = Torch.Tensor([.. written.TakeLast(Length)]).Unsqueeze(0).To(device);
            var logits = Call(seen)[0, ^1];
            written.Add(Torch.Multinomial(logits.Div(0.7).Softmax(0), 1).Item<long>());
        }

        return written;
    }

    private static string Read(TrainingOptions options)
    {
        try
        {
            var text = File.ReadAllText(options.Data);
            return text[..Math.Min(text.Length, options.Samples ?? text.Length)];
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"--data {options.Data}: {why.Message}");
        }
    }
}
