using System.Reflection;
using System.Text.RegularExpressions;

namespace LibTorch.Tests.Errors;

/// <summary>Null where a tensor is wanted is named, and is never a bare NullReferenceException.</summary>
public sealed partial class NullTests
{
    private static readonly string[] Namespaces = ["LibTorch", "LibTorch.NN"];

    [Fact]
    public void No_function_fails_with_a_NullReferenceException()
    {
        var methods = typeof(Torch).Assembly.GetExportedTypes().Where(type => Namespaces.Contains(type.Namespace))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.ContainsGenericParameters && TakesATensor(method)).ToList();
        var (calls, messages) = CompiledCalls.Compile([.. methods.Select(Call)]);
        Assert.Empty(messages.Select(message => $"{Call(methods[message.Key])}: {message.Value}"));
        Assert.True(calls.Count > 1500, $"{calls.Count} functions");
        var failures = calls.Where(call => Thrown(call.Value) is NullReferenceException).Select(call => Call(methods[call.Key]));
        Assert.Empty(failures);
    }

    [Fact]
    public void The_slip_that_everybody_makes_first_is_explained()
    {
        var w = Torch.Ones([2], requiresGrad: true);
        Action[] slips =
        [
            () => w.Sub_(0.1 * w.Grad!), () => _ = w - w.Grad!, () => _ = w.Grad! + 1, () => _ = -w.Grad!, () => w.Sub_(w.Grad!), () => _ = Torch.Exp(w.Grad!),
            () => _ = Torch.Mul(w.Grad!, 2), () => _ = (float)w.Grad!, () => Torch.Equal(w.Grad!, w), () => _ = Torch.Transpose(w.Grad!, 0, 1),
        ];
        Assert.All(slips, slip => Assert.Contains("Grad is null until Backward has filled it", Assert.ThrowsAny<ArgumentNullException>(slip).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Null_arrays_and_edges_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Torch.Tensor((float[])null!));
        Assert.Throws<ArgumentNullException>(() => Torch.Tensor((Array)null!));
        Assert.Throws<ArgumentNullException>(() => Torch.Autograd.Grad((Tensor)null!, Torch.Ones(1)));
        Assert.Throws<ArgumentNullException>(() => Torch.Autograd.Grad(Torch.Ones([1], requiresGrad: true), null!));
        Assert.Throws<ArgumentNullException>(() => new GradientEdge(null!, 0));
        Assert.Throws<ArgumentNullException>(() => Torch.Autograd.Grad([default(GradientEdge)!], [Torch.Ones([1], requiresGrad: true)]));
    }

    private static Exception? Thrown(Func<Tensor[], object?> call)
    {
        try
        {
            call([]);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    // The first one is left out: all the others are at their defaults then.
    private static bool TakesATensor(MethodInfo method) => method.GetParameters() is { Length: > 0 } parameters && parameters[0].ParameterType == typeof(Tensor);

    private static string Call(MethodInfo method)
    {
        var arguments = method.GetParameters().Select(parameter => $"default({Name(parameter.ParameterType)})!").ToList();
        var call = method.Name switch
        {
            "op_Explicit" => $"({Name(method.ReturnType)})({arguments[0]})",
            "op_Implicit" => $"({Name(method.ReturnType)})({arguments[0]})",
            "op_True" or "op_False" => $"({arguments[0]} ? 1 : 2)",
            "op_UnaryNegation" => "-" + arguments[0],
            "op_OnesComplement" => "~" + arguments[0],
            "op_LogicalNot" => "!" + arguments[0],
            _ when method.IsSpecialName => $"({arguments[0]}) {Signs[method.Name]} ({arguments[1]})",
            _ => $"{Name(method.DeclaringType!)}.{method.Name}({string.Join(", ", arguments)})",
        };
        return method.ReturnType == typeof(void) ? $"((Func<object?>)(() => {{ {call}; return null; }}))()"
            : method.ReturnType.IsByRefLike ? $"({call}).ToString()"
            : $"(object?)({call})";
    }

    private static readonly Dictionary<string, string> Signs = new()
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/", ["op_Modulus"] = "%", ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|", ["op_ExclusiveOr"] = "^", ["op_LeftShift"] = "<<", ["op_RightShift"] = ">>", ["op_LessThan"] = "<", ["op_GreaterThan"] = ">", ["op_LessThanOrEqual"] = "<=", ["op_GreaterThanOrEqual"] = ">=",
    };

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        var name = (type.IsNested ? Name(type.DeclaringType!) : type.Namespace) + "." + Arity().Replace(type.Name, "");
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    [GeneratedRegex("`[0-9]+$")]
    private static partial Regex Arity();
}
