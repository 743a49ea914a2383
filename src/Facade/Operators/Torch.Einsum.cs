using System.Globalization;
using System.Text;

namespace LibTorch;

/// <summary>torch.einsum, with the forms of arguments that Python takes.</summary>
public abstract partial class Torch
{
    /// <summary>Sums of products of the operands' elements, as the equation says: <c>"ij,jk->ik"</c>; <c>torch.einsum</c>.</summary>
    /// <exception cref="TorchValueException">There is no operand.</exception>
    /// <exception cref="TorchException">The equation does not fit the operands.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        RequireOperands(operands.Length);
        return Einsum(equation, operands, path: default);
    }

    /// <summary>The same with numbers from 0 to 51 in place of letters: <c>Torch.Einsum([(a, [0, 1]), (b, [1, 2])], [0, 2])</c>; <c>torch.einsum</c>.</summary>
    /// <param name="operands">Each operand with a number for each dimension, or <see cref="TensorIndex.Ellipsis"/> for all the others.</param>
    /// <param name="output">The result's dimensions; those that occur once, in order, unless given.</param>
    /// <exception cref="TorchValueException">There is no operand, or a number is out of range.</exception>
    /// <exception cref="TorchException">The numbers do not fit the operands.</exception>
    public static Tensor Einsum(ReadOnlySpan<(Tensor Operand, TensorIndex[] Subscripts)> operands, TensorIndex[]? output = null)
    {
        RequireOperands(operands.Length);
        var equation = new StringBuilder();
        var tensors = new Tensor[operands.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            equation.Append(i == 0 ? "" : ",").Append(Letters(operands[i].Subscripts));
            tensors[i] = operands[i].Operand;
        }

        if (output is not null)
        {
            equation.Append("->").Append(Letters(output));
        }

        return Einsum(equation.ToString(), tensors, path: default);
    }

    private static string Letters(TensorIndex[] subscripts)
    {
        ArgumentNullException.ThrowIfNull(subscripts);
        return string.Concat(subscripts.Select(Letter));
    }

    private static string Letter(TensorIndex subscript) => (subscript.Kind, subscript.Start) switch
    {
        (TensorIndexKind.Ellipsis, _) => "...",
        (TensorIndexKind.Integer, >= 0 and < 26) => ((char)('A' + subscript.Start)).ToString(CultureInfo.InvariantCulture),
        (TensorIndexKind.Integer, >= 26 and < 52) => ((char)('a' + subscript.Start - 26)).ToString(CultureInfo.InvariantCulture),
        _ => throw new TorchValueException("einsum(): subscript in subscript list is not within the valid range [0, 52)"),
    };

    private static void RequireOperands(int count)
    {
        if (count == 0)
        {
            throw new TorchValueException(
                "einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list");
        }
    }
}
