namespace LibTorch;

/// <summary>Where tensors of a file are put, by where they were when it was written; the <c>map_location</c> of <c>torch.load</c>.</summary>
/// <remarks>A device, its text, or a dictionary from texts to devices converts to one; what the dictionary does not have stays where it was.</remarks>
public sealed class MapLocation
{
    private readonly Func<string, Device?> _map;

    /// <param name="map">Given where a storage was, such as <c>cpu</c> or <c>cuda:1</c>, says where it is to be; null for there.</param>
    public MapLocation(Func<string, Device?> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _map = map;
    }

    /// <summary>All tensors on one device.</summary>
    public static implicit operator MapLocation(Device device) => new(_ => device);

    /// <summary>All tensors on one device.</summary>
    public static implicit operator MapLocation(string device) => Device.Parse(device);

    /// <summary>Some tensors elsewhere.</summary>
    public static implicit operator MapLocation(Dictionary<string, Device> devices) => new(location => devices.TryGetValue(location, out var device) ? device : (Device?)null);

    /// <summary>Where a storage is to be that was at this place.</summary>
    internal Device? For(string location) => _map(location);
}
