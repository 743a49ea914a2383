using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LibTorch.Distributed;

namespace LibTorch;

public abstract partial class Torch
{
    // Objects are sent as JSON in UTF-8, where Python sends pickles. The protocol is otherwise Python's: first the lengths, then the bytes.
    public static partial class Distributed
    {
        private const string ByReflection = "It finds an object's members by reflection; give it the JsonTypeInfo of a source-generated context instead.";

        /// <summary>Gives every rank the objects of all ranks; <c>torch.distributed.all_gather_object</c>.</summary>
        /// <typeparam name="T">A type that can be written as JSON and read again.</typeparam>
        /// <param name="value">This rank's object.</param>
        /// <param name="typeInfo">The JSON metadata of the type, from a source-generated context.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <returns>The objects in the order of the ranks; empty if this process is not a member.</returns>
        /// <exception cref="JsonException">Another rank's object cannot be read as <typeparamref name="T"/>.</exception>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static T?[] AllGatherObject<T>(T value, JsonTypeInfo<T> typeInfo, ProcessGroup? group = null)
        {
            if (Member("all_gather_object", group) is not { } member)
            {
                return [];
            }

            using var own = Bytes(value, typeInfo);
            var lengths = AllLengths(own, member);
            using var padded = Padded(own, lengths.Max());
            Tensor[] all = [.. lengths.Select(_ => EmptyLike(padded))];
            AllGather(all, padded, member);
            return [.. all.Zip(lengths, (bytes, length) => Object(bytes, length, typeInfo))];
        }

        /// <inheritdoc cref="AllGatherObject{T}(T, JsonTypeInfo{T}, ProcessGroup?)"/>
        [RequiresUnreferencedCode(ByReflection), RequiresDynamicCode(ByReflection)]
        public static T?[] AllGatherObject<T>(T value, ProcessGroup? group = null) => AllGatherObject(value, InfoOf<T>(), group);

        /// <summary>Gives every rank the object of one rank; <c>torch.distributed.broadcast_object_list</c>.</summary>
        /// <typeparam name="T">A type that can be written as JSON and read again.</typeparam>
        /// <param name="value">On the source rank, the object; ignored on the others.</param>
        /// <param name="typeInfo">The JSON metadata of the type, from a source-generated context.</param>
        /// <param name="src">The source, by its rank in the default group.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <returns>The source's object; <paramref name="value"/> itself if this process is not a member.</returns>
        /// <exception cref="JsonException">The object cannot be read as <typeparamref name="T"/>.</exception>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static T? BroadcastObject<T>(T? value, JsonTypeInfo<T> typeInfo, int src = 0, ProcessGroup? group = null)
        {
            if (Member("broadcast_object_list", group) is not { } member)
            {
                return value;
            }

            var gives = member.RankOf(src) == member.Rank;
            using var own = gives ? Bytes(value!, typeInfo) : null;
            using var length = Tensor([own?.Numel ?? 0]);
            Broadcast(length, src, member);
            using var bytes = own ?? Empty([length.Item<long>()], dtype: LibTorch.DType.UInt8);
            Broadcast(bytes, src, member);
            return gives ? value : Object(bytes, bytes.Numel, typeInfo);
        }

        /// <inheritdoc cref="BroadcastObject{T}(T, JsonTypeInfo{T}, int, ProcessGroup?)"/>
        [RequiresUnreferencedCode(ByReflection), RequiresDynamicCode(ByReflection)]
        public static T? BroadcastObject<T>(T? value, int src = 0, ProcessGroup? group = null) => BroadcastObject(value, InfoOf<T>(), src, group);

        /// <summary>Gives one rank the objects of all ranks; <c>torch.distributed.gather_object</c>.</summary>
        /// <typeparam name="T">A type that can be written as JSON and read again.</typeparam>
        /// <param name="value">This rank's object.</param>
        /// <param name="typeInfo">The JSON metadata of the type, from a source-generated context.</param>
        /// <param name="dst">The destination, by its rank in the default group.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <returns>On the destination, the objects in the order of the ranks; null on the other ranks.</returns>
        /// <exception cref="JsonException">Another rank's object cannot be read as <typeparamref name="T"/>.</exception>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static T?[]? GatherObject<T>(T value, JsonTypeInfo<T> typeInfo, int dst = 0, ProcessGroup? group = null)
        {
            if (Member("gather_object", group) is not { } member)
            {
                return null;
            }

            using var own = Bytes(value, typeInfo);
            var lengths = AllLengths(own, member);
            using var padded = Padded(own, lengths.Max());
            Tensor[]? all = member.RankOf(dst) == member.Rank ? [.. lengths.Select(_ => EmptyLike(padded))] : null;
            Gather(padded, all, dst, member);
            return all is null ? null : [.. all.Zip(lengths, (bytes, length) => Object(bytes, length, typeInfo))];
        }

        /// <inheritdoc cref="GatherObject{T}(T, JsonTypeInfo{T}, int, ProcessGroup?)"/>
        [RequiresUnreferencedCode(ByReflection), RequiresDynamicCode(ByReflection)]
        public static T?[]? GatherObject<T>(T value, int dst = 0, ProcessGroup? group = null) => GatherObject(value, InfoOf<T>(), dst, group);

        /// <summary>Distributes a list of objects of one rank, one to each rank; <c>torch.distributed.scatter_object_list</c>.</summary>
        /// <typeparam name="T">A type that can be written as JSON and read again.</typeparam>
        /// <param name="values">On the source rank, the objects in the order of the ranks; ignored on the others.</param>
        /// <param name="typeInfo">The JSON metadata of the type, from a source-generated context.</param>
        /// <param name="src">The source, by its rank in the default group.</param>
        /// <param name="group">The group; null: the default group.</param>
        /// <returns>This rank's object; <c>default</c> if this process is not a member.</returns>
        /// <exception cref="TorchValueException">There are more or fewer objects than ranks.</exception>
        /// <exception cref="JsonException">The object cannot be read as <typeparamref name="T"/>.</exception>
        /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
        public static T? ScatterObject<T>(IReadOnlyList<T>? values, JsonTypeInfo<T> typeInfo, int src = 0, ProcessGroup? group = null)
        {
            if (Member("scatter_object_list", group) is not { } member)
            {
                return default;
            }

            var gives = member.RankOf(src) == member.Rank;
            if (gives && values?.Count != member.Size)
            {
                throw new TorchValueException("Expected argument scatter_object_input_list to be a list with one object for each rank of the group");
            }

            using TensorScope scope = new();
            Tensor[] own = gives ? [.. values!.Select(value => Bytes(value, typeInfo))] : [];
            var lengths = gives ? Tensor(Array.ConvertAll(own, bytes => bytes.Numel)) : Zeros([member.Size], dtype: LibTorch.DType.Int64);
            Broadcast(lengths, src, member);
            var all = lengths.ToArray<long>();
            var mine = Empty([all.Max()], dtype: LibTorch.DType.UInt8);
            Scatter(mine, gives ? [.. own.Select(bytes => Padded(bytes, all.Max()))] : null, src, member);
            return Object(mine, all[member.Rank], typeInfo);
        }

        /// <inheritdoc cref="ScatterObject{T}(IReadOnlyList{T}, JsonTypeInfo{T}, int, ProcessGroup?)"/>
        [RequiresUnreferencedCode(ByReflection), RequiresDynamicCode(ByReflection)]
        public static T? ScatterObject<T>(IReadOnlyList<T>? values, int src = 0, ProcessGroup? group = null) => ScatterObject(values, InfoOf<T>(), src, group);

        [RequiresUnreferencedCode(ByReflection), RequiresDynamicCode(ByReflection)]
        private static JsonTypeInfo<T> InfoOf<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T));

        private static Tensor Bytes<T>(T value, JsonTypeInfo<T> typeInfo) => Tensor(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));

        private static T? Object<T>(Tensor bytes, long length, JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(bytes.AsSpan<byte>()[..(int)length], typeInfo);

        private static long[] AllLengths(Tensor bytes, ProcessGroup member)
        {
            using var own = Tensor([bytes.Numel]);
            Tensor[] all = [.. member.Ranks.Select(_ => EmptyLike(own))];
            AllGather(all, own, member);
            return [.. all.Select(length => length.Item<long>())];
        }

        private static Tensor Padded(Tensor bytes, long length)
        {
            var padded = Zeros([length], dtype: LibTorch.DType.UInt8);
            using var own = padded.Narrow(0, 0, bytes.Numel);
            own.Copy_(bytes);
            return padded;
        }
    }
}
