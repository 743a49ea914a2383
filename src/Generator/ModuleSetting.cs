namespace LibTorch.SourceGeneration;

/// <summary>A setting of a module in the table: <c>number alpha = 1.0</c>.</summary>
internal sealed class ModuleSetting
{
    // Python writes a number as it was given, so there is no telling 1 from 1.0 in a double.
    private const string Number = "number";

    // One integer or several, as given. What it is without may be another setting.
    private const string Integers = "ints";

    // The same, kept as a tuple in any case.
    private const string Tuple = "tuple";

    private readonly string _type;
    private readonly string? _standard;

    private ModuleSetting(string type, string name, string? standard, string module)
    {
        (_type, Name, _standard) = (type, name, standard);

        // A member cannot have its class's name.
        var property = char.ToUpperInvariant(name[0]) + name.Substring(1);
        Property = property == module ? property + "Value" : property;
    }

    public string Name { get; }

    /// <summary>The property of its name.</summary>
    public string Property { get; }

    /// <summary>As the constructor takes it.</summary>
    public string Parameter => (_type, _standard) switch
    {
        (Number, null) => $"Scalar {Name}",
        (Number, _) => $"Scalar? {Name} = null",
        (Integers or Tuple, null) => $"IntList {Name}",
        (Integers or Tuple, _) => $"IntList {Name} = default",
        (_, null) => $"{_type} {Name}",
        _ => $"{_type} {Name} = {_standard}",
    };

    /// <summary>How the module keeps and shows it.</summary>
    public string Declaration => _type switch
    {
        Number => $"public Scalar {Property} {{ get; }} = {Name}{(_standard is null ? "" : $" ?? {_standard}")};",
        Integers or Tuple => $"public global::System.Collections.Generic.IReadOnlyList<long> {Property} {{ get; }} = IntSetting.{(_type == Tuple ? "TupleOf" : "Of")}({Name}, {_standard ?? Name});",
        _ => $"public {_type} {Property} {{ get; }} = {Name};",
    };

    /// <summary>As a call takes it.</summary>
    public string Argument => _type is Integers or Tuple ? $"((IntSetting){Property}).List" : Property;

    public static ModuleSetting Of(string text, string module)
    {
        var sides = text.Split([" = "], StringSplitOptions.None);
        var space = sides[0].LastIndexOf(' ');
        return new(sides[0].Substring(0, space), sides[0].Substring(space + 1), sides.Length > 1 ? sides[1] : null, module);
    }
}
