namespace LibTorch.Interop;

/// <summary>Which values without a tag have a C# type of their own; the numbers are those of ltf_object_kind.</summary>
internal enum ObjectKind
{
    Other,
    Storage,
    Stream,
}
