namespace LibTorch.Interop;

/// <summary>The types without a tag that have a C# class of their own; the numbers are those of ltf_object_kind.</summary>
internal enum ObjectKind
{
    Other,
    Storage,
    Stream,
}
