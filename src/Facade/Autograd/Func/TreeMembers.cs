using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

/// <summary>What a trimmer has to keep of the types that structures of tensors are made of.</summary>
internal static class TreeMembers
{
    public const DynamicallyAccessedMemberTypes Kept =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;
}
