using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using LibTorch.SourceGeneration;

namespace LibTorch.Tests.OpInfo;

/// <summary>One typed method, callable with recorded arguments. Reflection cannot pass spans, so a few instructions are written for each.</summary>
internal sealed class TypedCall
{
    private readonly ParameterInfo[] _parameters;
    private readonly int[] _places;
    private readonly Func<object?[], object?> _call;
    private readonly bool _isInstance;

    /// <param name="method">The method.</param>
    /// <param name="newest">The schema it was made from.</param>
    /// <param name="running">The schema of the running libtorch, whose order the recorded arguments have.</param>
    public TypedCall(MethodInfo method, OperatorSchema newest, OperatorSchema running)
    {
        Method = method;
        _parameters = method.GetParameters();
        _isInstance = !method.IsStatic;
        _places = Array.ConvertAll(_parameters, parameter => Place(parameter.Name!, newest, running));
        _call = Emit();
        Unmapped = [.. Enumerable.Range(_isInstance ? 1 : 0, running.Arguments.Count - (_isInstance ? 1 : 0)).Except(_places)];
    }

    public MethodInfo Method { get; }

    /// <summary>The recorded arguments that no parameter takes.</summary>
    public IReadOnlyList<int> Unmapped { get; }

    /// <summary>Whether a number stands for a tensor in it.</summary>
    public bool TakesNumberAt(int place) => Array.IndexOf(_places, place) is var at and >= 0 && _parameters[at].ParameterType == typeof(Scalar);

    /// <summary>Calls the method.</summary>
    /// <param name="arguments">The recorded arguments.</param>
    /// <param name="leftOut">Which of them are left to the method's own defaults, where it has any.</param>
    /// <returns>The results, or the exception that was thrown.</returns>
    public object?[] Invoke(object?[] arguments, bool[] leftOut)
    {
        var given = new object?[_parameters.Length + 1];
        given[0] = _isInstance ? arguments[0] : null;
        for (var i = 0; i < _parameters.Length; i++)
        {
            var place = _places[i];
            var parameter = _parameters[i];
            given[i + 1] = place < 0 || (leftOut[place] && parameter.HasDefaultValue) ? parameter.DefaultValue ?? Absent.Value : arguments[place];
        }

        var result = _call(given);
        return result switch
        {
            ITuple several => [.. Enumerable.Range(0, several.Length).Select(i => several[i])],
            _ when Method.ReturnType == typeof(void) => [],
            _ => [result],
        };
    }

    public override string ToString() => $"{Method.DeclaringType!.Name}.{Method.Name}({string.Join(", ", _parameters.Select(p => p.ParameterType.Name + " " + p.Name))})";

    // By name; an argument that the running libtorch calls otherwise, by its place.
    private static int Place(string parameter, OperatorSchema newest, OperatorSchema running)
    {
        var named = Find(running, parameter);
        var place = Find(newest, parameter);
        return named < 0 && place >= 0 && place < running.Arguments.Count && Find(newest, NameTable.Parameter(running.Arguments[place].Name)) < 0
            ? place
            : named;
    }

    private static int Find(OperatorSchema schema, string parameter) =>
        schema.Arguments.ToList().FindIndex(argument => NameTable.Parameter(argument.Name).TrimStart('@') == parameter);

    private Func<object?[], object?> Emit()
    {
        var dynamic = new DynamicMethod(Method.Name, typeof(object), [typeof(object?[])], typeof(TypedCall).Module, skipVisibility: true);
        var code = dynamic.GetILGenerator();
        if (_isInstance)
        {
            Load(code, 0);
            code.Emit(OpCodes.Castclass, typeof(Tensor));
        }

        for (var i = 0; i < _parameters.Length; i++)
        {
            Load(code, i + 1);
            code.Emit(OpCodes.Call, Conversions.For(_parameters[i]));
        }

        code.Emit(_isInstance ? OpCodes.Callvirt : OpCodes.Call, Method);
        if (Method.ReturnType == typeof(void))
        {
            code.Emit(OpCodes.Ldnull);
        }
        else if (Method.ReturnType.IsValueType)
        {
            code.Emit(OpCodes.Box, Method.ReturnType);
        }

        code.Emit(OpCodes.Ret);
        return dynamic.CreateDelegate<Func<object?[], object?>>();
    }

    private static void Load(ILGenerator code, int place)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4, place);
        code.Emit(OpCodes.Ldelem_Ref);
    }
}
