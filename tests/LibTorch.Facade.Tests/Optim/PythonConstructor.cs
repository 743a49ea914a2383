using System.Globalization;
using System.Reflection;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>A constructor's call as Python writes it, <c>SGD(lr=0.1, momentum=0.9)</c>, made in C#.</summary>
internal static class PythonConstructor
{
    /// <summary>Makes the object; the first argument is not in the text.</summary>
    /// <exception cref="TorchException">What the constructor throws.</exception>
    public static T Make<T, TFirst>(string call, TFirst first)
    {
        var open = call.IndexOf('(', StringComparison.Ordinal);
        var type = typeof(Optimizer).Assembly.GetType($"LibTorch.Optim.{call[..open]}", throwOnError: true)!;
        var constructor = type.GetConstructors().First(candidate => candidate.GetParameters()[0].ParameterType.IsAssignableFrom(typeof(TFirst)));
        var values = Split(call[(open + 1)..^1]).Select(part => part.Split('=', 2)).ToDictionary(part => Camel(part[0].Trim()), part => Value(part[1]));
        var arguments = constructor.GetParameters().Skip(1).Select(parameter => values.Remove(parameter.Name!, out var value) ? To(value, parameter.ParameterType) : Default(parameter));
        object?[] all = [first, .. arguments];
        Assert.Empty(values);
        try
        {
            return (T)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, all, CultureInfo.InvariantCulture);
        }
        catch (TargetInvocationException error)
        {
            throw error.InnerException!;
        }
    }

    /// <summary>The call as Python has it, with the first argument.</summary>
    public static string Text(string call, string first)
    {
        var open = call.IndexOf('(', StringComparison.Ordinal) + 1;
        return $"{call[..open]}{first}{(call[open] == ')' ? "" : ", ")}{call[open..]}";
    }

    private static object? Default(ParameterInfo parameter) =>
        parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null);

    // T_max is tMax, weight_decay weightDecay.
    private static string Camel(string name)
    {
        var parts = name.Split('_');
        return parts[0].ToLowerInvariant() + string.Concat(parts.Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private static object? Value(string text) => text.Trim() switch
    {
        "None" => null,
        "True" => true,
        "False" => false,
        ['\'', .. var quoted, '\''] => quoted,
        ['(' or '[', .. var items, ')' or ']'] => Split(items).Select(Value).ToArray(),
        ['t', 'o', 'r', 'c', 'h', '.', 't', 'e', 'n', 's', 'o', 'r', '(', .. var number, ')'] => Torch.Tensor(float.Parse(number, CultureInfo.InvariantCulture)),
        var number when number.Contains("nan", StringComparison.Ordinal) => double.NaN,
        var number when number.IndexOfAny(['.', 'e']) < 0 => long.Parse(number, CultureInfo.InvariantCulture),
        var number => double.Parse(number, CultureInfo.InvariantCulture),
    };

    private static object? To(object? value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => null,
            object?[] items when type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple)) =>
                Activator.CreateInstance(type, [.. items.Zip(type.GetGenericArguments(), To)]),
            object?[] items when type == typeof(GroupValues) => (GroupValues)Array.ConvertAll(items, item => Convert.ToDouble(item, CultureInfo.InvariantCulture)),
            object?[] items => Array.ConvertAll(items, item => (int)(long)item!),
            Tensor tensor when type == typeof(LearningRate) => (LearningRate)tensor,
            _ when type == typeof(LearningRate) => (LearningRate)Number(value),
            _ when type == typeof(Scalar) => Number(value),
            long whole when type == typeof(GroupValues) => (GroupValues)(int)whole,
            _ when type == typeof(GroupValues) => (GroupValues)(double)value,
            _ => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
        };
    }

    private static Scalar Number(object value) => value switch { long whole => whole, bool flag => flag, _ => (double)value };

    // At the commas that stand in no brackets.
    private static List<string> Split(string text)
    {
        List<string> parts = [];
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                parts.AddRange(text[start..i].Trim() is { Length: > 0 } part ? [part] : []);
                start = i + 1;
            }
            else
            {
                depth += text[i] is '(' or '[' ? 1 : text[i] is ')' or ']' ? -1 : 0;
            }
        }

        return parts;
    }
}
