using System.Text;

namespace LibTorch.NN;

/// <summary>What Python calls a member: <c>Fc1</c>, <c>fc1</c> and <c>_fc1</c> are fc1, <c>LayerNorm1</c> is layer_norm1. Modules and the source generator share it.</summary>
internal static class MemberName
{
    /// <summary>The name of a member, or of what an argument names: <c>out this._fc1</c>, <c>out var fc1</c>.</summary>
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

    /// <summary>The name, if a member may have it.</summary>
    /// <exception cref="ArgumentException">It is empty or has a dot.</exception>
    public static string Checked(string name) =>
        string.IsNullOrEmpty(name) || name.LastIndexOf('.') >= 0
            ? throw new ArgumentException($"'{name}' is no name of a member: it has to be something without a dot, which stands between names.", nameof(name))
            : name;

    // A capital after a small letter or a digit, or the last of several before a small letter: inProj, RNNCell. What
    // follows a digit is part of it, as in Conv2D, unless a word begins there.
    private static bool BeginsWord(string name, int i)
    {
        var small = i + 1 < name.Length && char.IsLower(name[i + 1]);
        return char.IsLower(name[i - 1]) || (small && name[i - 1] != '_');
    }
}
