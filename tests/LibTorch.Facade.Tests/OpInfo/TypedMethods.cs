using System.Reflection;
using LibTorch.SourceGeneration;

namespace LibTorch.Tests.OpInfo;

/// <summary>The typed methods of each operator, found by their attributes. Where Python has a function of its own around the operator, the method that ours calls.</summary>
internal sealed class TypedMethods
{
    private readonly ILookup<string, (MethodInfo Method, OperatorSchema Schema)> _methods = typeof(Tensor).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .SelectMany(method => method.GetCustomAttributes<OperatorAttribute>().Select(attribute => (Method: method, Schema: SchemaParser.Parse(attribute.Schema))))
        .Where(one => one.Method.IsPublic != PublicSurface.IsHidden(one.Schema))
        .ToLookup(one => one.Schema.FullName);

    private readonly Dictionary<string, RecordedOperator> _operators = [];

    public RecordedOperator this[string fullName]
    {
        get
        {
            if (!_operators.TryGetValue(fullName, out var found))
            {
                var running = SchemaParser.Parse(Torch.Ops[fullName].Schema);
                found = new RecordedOperator(running, [.. _methods[fullName].Select(one => new TypedCall(one.Method, one.Schema, running))]);
                _operators.Add(fullName, found);
            }

            return found;
        }
    }
}
