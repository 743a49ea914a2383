using LibTorch.NN;
using StbImageSharp;

namespace LibTorch.Pretrained;

/// <summary>Loads pictures as tensors.</summary>
internal static class Picture
{
    /// <summary>
    /// The centre of a picture, scaled to a square of this size: [1, 3, size, size] with red, green and blue from 0 to 255; and the
    /// picture's original width and height.
    /// </summary>
    public static (Tensor Picture, int Width, int Height) Load(string path, int size)
    {
        using var file = File.OpenRead(path);
        var picture = ImageResult.FromStream(file, ColorComponents.RedGreenBlue);
        var pixels = Torch.FromMemory(picture.Data.AsMemory(), [picture.Height, picture.Width, 3], DType.UInt8).Permute(2, 0, 1).Unsqueeze(0).Float();
        var side = Math.Min(picture.Width, picture.Height);
        var (left, top) = ((picture.Width - side) / 2, (picture.Height - side) / 2);
        var middle = pixels[.., .., top..(top + side), left..(left + side)];
        return (Functional.Interpolate(middle, size: [size, size], mode: "bilinear", antialias: true).Round().Clamp(0, 255), picture.Width, picture.Height);
    }
}
