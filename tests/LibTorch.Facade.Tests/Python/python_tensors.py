"""Tensors as text: for comparing results with C#'s, and for handing inputs over."""
import torch


def flat_bytes(tensor):
    return bytes(tensor.reshape(-1).contiguous().view(torch.uint8).tolist()) if tensor.numel() else b""


def parts(tensor):
    """The dense tensors that a sparse one is made of."""
    if tensor.layout == torch.sparse_coo:
        return [tensor._indices(), tensor._values()]
    if tensor.layout == torch.sparse_csr:
        return [tensor.crow_indices(), tensor.col_indices(), tensor.values()]
    return []


def bits(value):
    if isinstance(value, torch.Tensor):
        plain = value.detach()
        if parts(plain):
            coalesced = plain.is_coalesced() if plain.layout == torch.sparse_coo else ""
            return f"{plain.layout} {list(plain.shape)} {coalesced} " + " ".join(bits(part) for part in parts(plain))
        plain = plain.resolve_conj().resolve_neg()
        plain = plain if plain.layout == torch.strided else plain.to_dense()
        return f"{plain.dtype} {list(plain.shape)} {flat_bytes(plain).hex()}"
    return str(value)


def stored(tensor):
    """The tensor with its strides, so that one that is not contiguous arrives as it is; of a sparse one its parts."""
    plain = tensor.detach()
    facts = {"dtype": str(tensor.dtype), "shape": list(plain.shape), "requires_grad": tensor.requires_grad, "layout": str(tensor.layout)}
    if parts(plain):
        coalesced = plain.layout == torch.sparse_coo and plain.is_coalesced()
        return {**facts, "coalesced": coalesced, "parts": [stored(part) for part in parts(plain)]}
    span = 1 + sum((extent - 1) * stride for extent, stride in zip(plain.shape, plain.stride())) if plain.numel() else 0
    base = torch.as_strided(plain, (span,), (1,), plain.storage_offset()) if span else plain.reshape(-1)
    return {**facts, "stride": list(plain.stride()), "bytes": flat_bytes(base.resolve_conj().resolve_neg()).hex()}


def overlapping(tensor):
    return tensor.layout == torch.strided and any(stride == 0 and extent > 1 for stride, extent in zip(tensor.stride(), tensor.shape))
