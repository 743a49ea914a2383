using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LibTorch.SourceGeneration;

/// <summary>
/// A place in a source file. It keeps no reference to the compilation, so that the incremental generator finds equal values equal.
/// </summary>
internal readonly record struct Spot(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Spot Of(AttributeData attribute) => Of(attribute.ApplicationSyntaxReference!.GetSyntax().GetLocation());

    public static Spot Of(Location location)
    {
        var lines = location.GetLineSpan();
        return new(lines.Path, location.SourceSpan, lines.Span);
    }

    public Location AsLocation() => Location.Create(Path, Span, Lines);
}
