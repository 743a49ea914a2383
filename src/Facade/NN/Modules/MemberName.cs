using System.Text;

namespace LibTorch.NN;

/// <summary>
/// Python's name of a member: <c>Fc1</c>, <c>fc1</c> and <c>_fc1</c> are fc1, <c>LayerNorm1</c> is layer_norm1. Used by modules and by the
/// source generator.
/// </summary>
internal static class MemberName
{
    /// <summary>The name of a member, or of the field or variable of an argument: <c>out this._fc1</c>, <c>out var fc1</c>.</summary>
    public static string Of(string expression)
    {
        var name = expression.Substring(expression.LastIndexOfAny(['.', ' ']) + 1).TrimStart('_', '@');
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && BeginsWord(name, i))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>Checks that a member may have the name, and returns it.</summary>
    /// <exception cref="ArgumentException">It is empty or has a dot.</exception>
    public static string Checked(string name) =>
        string.IsNullOrEmpty(name) || name.LastIndexOf('.') >= 0
            ? throw new ArgumentException($"'{name}' is no name of a member: it has to be something without a dot, which stands between names.", nameof(name))
            : name;

    // A word begins at a capital after a small letter or a digit, or at the last of several capitals before a small letter: inProj,
    // RNNCell. A letter after a digit belongs to the same word, as in Conv2D, unless a word begins there.
    private static bool BeginsWord(string name, int i)
    {
        var small = i + 1 < name.Length && char.IsLower(name[i + 1]);
        return char.IsLower(name[i - 1]) || (small && name[i - 1] != '_');
    }
}
