using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>A setting of a module in the table: <c>number alpha = 1.0</c>.</summary>
internal sealed class ModuleSetting
{
    private enum Kind
    {
        Plain,

        // A Scalar, because Python shows 1 and 1.0 as they were given, and a double cannot tell them apart.
        Number,

        // One integer or several, as given. The default may be another setting, or none.
        Integers,

        // The same, but always kept as a tuple of a fixed length.
        Tuple,

        // One output size or several; null stands for the input's own.
        Sides,

        // A tensor that belongs to the module's state.
        Buffer,
    }

    // "tuple2" has 2 elements, "ends2" one for each end of 2 sides.
    private static readonly Regex TupleType = new(@"^(tuple|ends)(\d)$");

    private readonly Kind _kind;
    private readonly string _type;
    private readonly string? _standard;
    private readonly int _count;

    private ModuleSetting(string type, string name, string? standard, string module)
    {
        (_type, Name, _standard) = (type, name, standard);
        var tuple = TupleType.Match(type);
        _count = tuple.Success ? (tuple.Groups[2].Value[0] - '0') * (tuple.Groups[1].Value == "ends" ? 2 : 1) : 0;
        _kind = tuple.Success ? Kind.Tuple : type switch { "number" => Kind.Number, "ints" => Kind.Integers, "buffer" => Kind.Buffer, "sides" => Kind.Sides, _ => Kind.Plain };

        // A member cannot have the name of its class.
        var property = char.ToUpperInvariant(name[0]) + name.Substring(1);
        Property = property == module ? property + "Value" : property;
    }

    public string Name { get; }

    /// <summary>The name of the property.</summary>
    public string Property { get; }

    /// <summary>The field of a setting that is a member of the module, or null.</summary>
    public string? Field => _kind == Kind.Buffer ? $"_{Name}" : null;

    /// <summary>The constructor's parameter.</summary>
    public string Parameter => (_kind, _standard) switch
    {
        (Kind.Number, null) => $"Scalar {Name}",
        (Kind.Number, _) => $"Scalar? {Name} = null",
        (Kind.Integers or Kind.Tuple, null) => $"IntList {Name}",
        (Kind.Integers or Kind.Tuple, _) => $"IntList {Name} = default",
        (Kind.Sides, _) => $"SideList {Name}",
        (Kind.Buffer, _) => $"Tensor? {Name} = null",
        (_, null) => $"{_type} {Name}",
        _ => $"{_type} {Name} = {_standard}",
    };

    /// <summary>The property's declaration.</summary>
    public string Declaration => _kind switch
    {
        Kind.Number => $"public Scalar {Property} {{ get; set; }}",
        Kind.Integers or Kind.Tuple => $"public global::System.Collections.Generic.IReadOnlyList<long>{(IsOptional ? "?" : "")} {Property} {{ get; }}",
        Kind.Sides => $"public global::System.Collections.Generic.IReadOnlyList<long?> {Property} {{ get; }}",
        Kind.Buffer => $"public Buffer? {Property} {{ get => {Field}; set => AssignOptional(ref {Field}, value); }}",
        _ => $"public {_type} {Property} {{ get; set; }}",
    };

    /// <summary>The value that the constructor stores.</summary>
    public string Kept => _kind switch
    {
        Kind.Integers when IsOptional => $"IntSetting.OrNull({Name})",
        Kind.Integers => $"IntSetting.Of({Passed})",
        Kind.Tuple => $"IntSetting.TupleOf({Passed}, {_count})",
        Kind.Sides => $"new SideSetting({Name})",
        Kind.Buffer => $"{Name} is null ? null : new Buffer({Name})",
        _ => Passed,
    };

    /// <summary>The argument for the constructor of a base class.</summary>
    public string Passed => (_kind, _standard) switch
    {
        (_, null or "null") => Name,
        (Kind.Number, _) => $"{Name} ?? {_standard}",
        (Kind.Integers or Kind.Tuple, _) => $"{Name}.Or({_standard})",
        _ => Name,
    };

    /// <summary>The argument in a call.</summary>
    public string Argument => _kind switch
    {
        Kind.Integers or Kind.Tuple => $"IntSetting.ListOf({Property})",
        Kind.Sides => $"SideSetting.For(input, {Property})",
        _ => Property,
    };

    private bool IsOptional => _standard == "null";

    public static ModuleSetting Of(string text, string module)
    {
        var sides = text.Split([" = "], StringSplitOptions.None);
        var space = sides[0].LastIndexOf(' ');
        return new(sides[0].Substring(0, space), sides[0].Substring(space + 1), sides.Length > 1 ? sides[1] : null, module);
    }
}
