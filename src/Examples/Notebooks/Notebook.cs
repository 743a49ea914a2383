using System.Runtime.CompilerServices;
using LibTorch.Examples.Rules;

namespace LibTorch.Examples.Notebooks;

/// <summary>A notebook translated to C#: its cells in order, then the rules of differentiation that it states.</summary>
internal abstract class Notebook(Device device, Draws draws)
{
    // The Python twins use the same two seeds.
    private const int CellSeed = 0;
    private const int RuleSeed = 1;

    private readonly List<Cell> _cells = [];
    private readonly List<RuleReport> _rules = [];

    protected Device Device => device;

    public NotebookRun Run()
    {
        Torch.ManualSeed(CellSeed);
        Cells();
        Torch.ManualSeed(RuleSeed);
        Rules();
        return new NotebookRun(_cells, _rules, device.Type == DeviceType.Cuda);
    }

    protected abstract void Cells();

    protected abstract void Rules();

    /// <summary>Runs a cell and displays its value, as a notebook does with the last expression.</summary>
    protected Cell In(int number, Func<object?> body, [CallerArgumentExpression(nameof(body))] string source = "") =>
        RunCell($"In [{number}]", () => Print(body()), source);

    /// <summary>Runs a cell that only prints.</summary>
    protected Cell In(int number, Action body, [CallerArgumentExpression(nameof(body))] string source = "") =>
        RunCell($"In [{number}]", body, source);

    /// <summary>Runs a cell that has no number in the notebook.</summary>
    protected Cell In(string label, Action body, [CallerArgumentExpression(nameof(body))] string source = "") =>
        RunCell(label, body, source);

    /// <summary>Python's print: the values separated by spaces.</summary>
    protected void Print(params object?[] values) => _cells[^1].Add(string.Join(' ', values));

    /// <summary>The tensor's text in numpy's format, for numpy arrays of the notebook.</summary>
    protected static string NumPy(Tensor array) => array.ToString(TensorFormat.NumPy);

    /// <summary>
    /// A random tensor of the notebook: the drawn one, or one with the notebook's recovered numbers if these are requested.
    /// </summary>
    protected Tensor Draw(Tensor drawn, float[] recovered)
    {
        if (draws == Draws.Recovered)
        {
            using (Torch.NoGrad())
            {
                drawn.Copy_(Torch.Tensor(recovered));
            }
        }

        return drawn;
    }

    /// <summary>Random float64 data for a rule, drawn on the CPU so that every device gets the same.</summary>
    protected Tensor Random(params long[] shape) => Torch.Randn(shape, dtype: DType.Float64).To(device, DType.Float64);

    protected void Rule(
        string name,
        Tensor x,
        Func<Tensor, Tensor> f,
        Func<Tensor, Tensor> gradient,
        Claim[]? also = null,
        [CallerArgumentExpression(nameof(f))] string function = "",
        [CallerArgumentExpression(nameof(gradient))] string closedForm = "")
    {
        Rule rule = new(name, x, f, gradient, also ?? [], CellSource.Of(function), CellSource.Of(closedForm));
        try
        {
            _rules.Add(RuleCheck.Of(rule));
        }
        catch (Exception error) when (error is not LibTorchNotFoundException)
        {
            _rules.Add(new RuleReport(rule, [Describe(error)], Held: false));
        }
    }

    private static string Describe(Exception error) => $"{error.GetType().Name}: {error.Message}";

    private Cell RunCell(string label, Action body, string source)
    {
        var cell = new Cell(label, CellSource.Of(source));
        _cells.Add(cell);
        try
        {
            body();
        }
        catch (Exception error) when (error is not LibTorchNotFoundException)
        {
            // The cell then counts as different, and the cells after it still run.
            cell.Add(Describe(error));
        }

        return cell;
    }
}
