namespace LibTorch.Interop;

/// <summary>ltf_operator_entry: the native function that an operator is called by.</summary>
internal readonly unsafe struct OperatorEntry
{
    private readonly delegate* unmanaged<nint, Value*, int, Value*, int> _function;

    public int Call(nint op, Value* arguments, int count, Value* results) => _function(op, arguments, count, results);
}
