using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>torch.nn.init: the same numbers from the same seed, and the same words where a tensor does not fit.</summary>
[Collection(ProcessWideState.Name)]
public sealed class InitTests(PythonSession python)
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["uniform_(t)"] = tensor => Init.Uniform_(tensor),
        ["uniform_(t, -2, 0.5)"] = tensor => Init.Uniform_(tensor, -2, 0.5),
        ["normal_(t, 1, 3)"] = tensor => Init.Normal_(tensor, 1, 3),
        ["constant_(t, 0.3)"] = tensor => Init.Constant_(tensor, 0.3),
        ["ones_(t)"] = Init.Ones_,
        ["zeros_(t)"] = Init.Zeros_,
        ["eye_(t)"] = Init.Eye_,
        ["dirac_(t)"] = tensor => Init.Dirac_(tensor),
        ["dirac_(t, 2)"] = tensor => Init.Dirac_(tensor, 2),
        ["xavier_uniform_(t)"] = tensor => Init.XavierUniform_(tensor),
        ["xavier_uniform_(t, 2.5)"] = tensor => Init.XavierUniform_(tensor, 2.5),
        ["xavier_normal_(t)"] = tensor => Init.XavierNormal_(tensor),
        ["kaiming_uniform_(t)"] = tensor => Init.KaimingUniform_(tensor),
        ["kaiming_uniform_(t, 0.2, 'fan_out')"] = tensor => Init.KaimingUniform_(tensor, 0.2, "fan_out"),
        ["kaiming_uniform_(t, mode='sideways')"] = tensor => Init.KaimingUniform_(tensor, mode: "sideways"),
        ["kaiming_normal_(t, nonlinearity='relu')"] = tensor => Init.KaimingNormal_(tensor, nonlinearity: "relu"),
        ["kaiming_normal_(t, nonlinearity='selu')"] = tensor => Init.KaimingNormal_(tensor, nonlinearity: "selu"),
        ["kaiming_normal_(t, nonlinearity='tanh')"] = tensor => Init.KaimingNormal_(tensor, nonlinearity: "tanh"),
        ["kaiming_normal_(t, nonlinearity='nope')"] = tensor => Init.KaimingNormal_(tensor, nonlinearity: "nope"),
        ["trunc_normal_(t)"] = tensor => Init.TruncNormal_(tensor),
        ["trunc_normal_(t, 1, 2, 0, 1.5)"] = tensor => Init.TruncNormal_(tensor, 1, 2, 0, 1.5),
        ["trunc_normal_(t, -0.5, 0.3, -0.1, 0.7)"] = tensor => Init.TruncNormal_(tensor, -0.5, 0.3, -0.1, 0.7),
        ["trunc_normal_(t, std=0.02)"] = tensor => Init.TruncNormal_(tensor, std: 0.02),
        ["sparse_(t, 0.4)"] = tensor => Init.Sparse_(tensor, 0.4),
        ["sparse_(t, 1, 2)"] = tensor => Init.Sparse_(tensor, 1, 2),
        ["sparse_(t, 0)"] = tensor => Init.Sparse_(tensor, 0),
        ["orthogonal_(t)"] = tensor => Init.Orthogonal_(tensor),
        ["orthogonal_(t, 2)"] = tensor => Init.Orthogonal_(tensor, 2),
    };

    public static TheoryData<string> Calls => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void It_is_Pythons(string call)
    {
        foreach (var shape in new long[][] { [4, 6], [6, 4], [5], [4, 2, 3], [4, 4, 3, 3], [2, 2, 3, 3, 3], [3, 2, 3], [] })
        {
            var tensor = Torch.Ones(shape).RequiresGrad_();
            Torch.ManualSeed(1);
            var setup = $"""
                import torch.nn as nn, warnings
                t = torch.ones({PythonShape(shape)}).requires_grad_()
                torch.manual_seed(1)
                def answer():
                    try: return bits(nn.init.{call}) + repr(t.requires_grad)
                    except Exception as error: return type(error).__name__ + ': ' + str(error)
                """;
            string answer;
            try
            {
                Assert.Same(tensor, Functions[call](tensor));
                answer = Parity.Bits(tensor) + tensor.RequiresGrad;
            }
            catch (TorchValueException error)
            {
                answer = $"ValueError: {error.Message}";
            }

            Assert.Equal(python.Eval("answer()", setup), answer);
        }
    }

    private static string PythonShape(long[] shape) => $"({string.Concat(shape.Select(extent => $"{extent},"))})";
}
