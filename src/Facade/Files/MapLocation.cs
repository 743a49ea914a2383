namespace LibTorch;

/// <summary>
/// Maps the devices from which tensors were saved to those on which they are loaded; the <c>map_location</c> of <c>torch.load</c>.
/// </summary>
/// <remarks>
/// A device, a device's name, or a dictionary from names to devices converts to a MapLocation. Tensors of devices that the dictionary does
/// not have are loaded to the same device.
/// </remarks>
public sealed class MapLocation
{
    private readonly Func<string, Device?> _map;

    /// <param name="map">
    /// Takes the device from which a storage was saved, such as <c>cpu</c> or <c>cuda:1</c>, and returns the device to load it to; null:
    /// the same device.
    /// </param>
    public MapLocation(Func<string, Device?> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _map = map;
    }

    /// <summary>Loads all tensors to one device.</summary>
    public static implicit operator MapLocation(Device device) => new(_ => device);

    /// <summary>Loads all tensors to one device.</summary>
    public static implicit operator MapLocation(string device) => Device.Parse(device);

    /// <summary>Loads tensors of the devices in the dictionary to other devices.</summary>
    public static implicit operator MapLocation(Dictionary<string, Device> devices) => new(location => devices.TryGetValue(location, out var device) ? device : (Device?)null);

    /// <summary>The device to load a storage to that was saved from this device; null: the same device.</summary>
    internal Device? For(string location) => _map(location);
}
