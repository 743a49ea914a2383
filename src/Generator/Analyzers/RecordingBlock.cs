using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>Finds the blocks around a place in the source that switch recording on or off.</summary>
internal static class RecordingBlock
{
    /// <summary>The start of the innermost block without recording that contains an operation; null if it is recorded.</summary>
    public static int? Without(IOperation operation)
    {
        for (var inner = operation; inner.Parent is { } outer; inner = outer)
        {
            var mode = outer switch
            {
                IUsingOperation block when block.Body == inner => Switch(block.Resources),
                IBlockOperation block => Before(block.Operations, inner),
                ISwitchCaseOperation part => Before(part.Body, inner),
                IAnonymousFunctionOperation body => Body(body),
                ILocalFunctionOperation => (true, 0),
                _ => null,
            };
            if (mode is { } found)
            {
                return found.Records ? null : found.Start;
            }
        }

        return null;
    }

    // The last using declaration before the statement in the same block that switches recording.
    private static (bool Records, int Start)? Before(IEnumerable<IOperation> statements, IOperation statement) => statements
        .TakeWhile(one => one != statement)
        .OfType<IUsingDeclarationOperation>()
        .Select(declaration => Switch(declaration.DeclarationGroup))
        .LastOrDefault(found => found is not null);

    private static (bool Records, int Start)? Switch(IOperation resources) => resources is IVariableDeclarationGroupOperation group
        ? group.Declarations.SelectMany(declaration => declaration.Declarators).Select(declarator => Of(declarator.Initializer?.Value)).LastOrDefault(found => found is not null)
        : Of(resources);

    // A lambda runs with the mode of the call that it is passed to, if that is known; any other lambda may run anywhere, so it counts as
    // recorded.
    private static (bool Records, int Start)? Body(IAnonymousFunctionOperation function)
    {
        var around = function.Parent;
        while (around is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            around = around.Parent;
        }

        return Of(around) ?? (true, 0);
    }

    private static (bool Records, int Start)? Of(IOperation? value) => LibrarySymbols.Written(value) switch
    {
        IConditionalOperation choice => Of(choice.WhenTrue) ?? Of(choice.WhenFalse),
        IInvocationOperation call when LibrarySymbols.Is(call.TargetMethod.ContainingType, "Torch") => call.TargetMethod.Name switch
        {
            "NoGrad" => (false, call.Syntax.SpanStart),
            "EnableGrad" => (true, 0),
            "SetGradEnabled" => (!IsGiven(call, false), call.Syntax.SpanStart),
            "InferenceMode" when !IsGiven(call, false) => (false, call.Syntax.SpanStart),
            _ => null,
        },
        _ => null,
    };

    private static bool IsGiven(IInvocationOperation call, bool value) =>
        call.Arguments.Length == 1 && call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: bool given } && given == value;
}
