using System.Numerics;
using LibTorch.SourceGeneration;

namespace LibTorch.Tests.OpInfo;

/// <summary>An operator that was called, and the ways to call it from C#.</summary>
internal sealed class RecordedOperator(OperatorSchema schema, IReadOnlyList<TypedCall> methods)
{
    private readonly object?[] _defaults = [.. schema.Arguments.Select(DefaultOf)];
    private int _calls;

    public OperatorSchema Schema { get; } = schema;

    public IReadOnlyList<TypedCall> Methods { get; } = methods;

    /// <summary>Whether it is to have typed methods.</summary>
    public bool IsTyped => PublicSurface.Contains(Schema) && !PublicSurface.IsByHand(Schema);

    /// <summary>How this call is to be made: the first one in every way there is, the others in one after the other.</summary>
    public IEnumerable<Func<object?[], object?[]>> Ways(object?[] recorded)
    {
        if (Methods.Count == 0)
        {
            return [arguments => Torch.Ops[Schema.FullName].Invoke(arguments)];
        }

        var fitting = Methods.Where(method => Fits(method, recorded)).ToList();
        if (fitting.Count == 0)
        {
            throw new NotSupportedException($"none of {string.Join("; ", Methods)} takes the arguments");
        }

        var leftOut = recorded.Select((argument, i) => Schema.Arguments[i].Default is not null && IsDefault(argument, i)).ToArray();
        var none = new bool[recorded.Length];
        var ways = fitting.SelectMany(method => new[] { leftOut, none }.Select(left => (Func<object?[], object?[]>)(arguments => method.Invoke(arguments, left)))).ToList();
        var turn = _calls++;
        return turn == 0 ? ways : [ways[turn % ways.Count]];
    }

    // What it cannot take has to be at its default. A number for a tensor goes where numbers are taken, if anywhere.
    private bool Fits(TypedCall method, object?[] recorded)
    {
        for (var place = 0; place < recorded.Length; place++)
        {
            var number = recorded[place] is long or double or bool or Complex;
            var misfit = Schema.Arguments[place].Type.StartsWith("Tensor", StringComparison.Ordinal)
                && method.TakesNumberAt(place) != (number && Methods.Any(other => other.TakesNumberAt(place)));
            if (misfit || (method.Unmapped.Contains(place) && !(Schema.Arguments[place].Default is not null && IsDefault(recorded[place], place))))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsDefault(object? recorded, int place) => recorded is object?[] list
        ? _defaults[place] is object?[] expected && list.SequenceEqual(expected)
        : Equals(recorded, _defaults[place]);

    private static object? DefaultOf(SchemaArgument argument) => argument.Default switch
    {
        "True" => true,
        "False" => false,
        "None" or null => null,
        ['"', .. var text, '"'] => text,
        ['[', .. var items, ']'] => items.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => (object?)long.Parse(item, null)).ToArray(),
        var text when long.TryParse(text, out var integer) => argument.Type.StartsWith("float", StringComparison.Ordinal) ? (double)integer : integer,
        var text when double.TryParse(text, out var real) => real,
        _ => new object(),
    };
}
