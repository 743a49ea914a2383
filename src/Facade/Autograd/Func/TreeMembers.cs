using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

/// <summary>The members that the trimmer must keep in types used as structures of tensors.</summary>
internal static class TreeMembers
{
    public const DynamicallyAccessedMemberTypes Kept =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;
}
