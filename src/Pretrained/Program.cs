using System.Globalization;
using LibTorch;
using LibTorch.Onnx;
using LibTorch.Pretrained;

// A photograph from Debian's python3-sklearn.
const string Photograph = "/usr/lib/python3/dist-packages/sklearn/datasets/images/china.jpg";

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ([] or ["--picture", _]))
{
    Console.Error.WriteLine("run pretrained knows --picture FILE");
    return 2;
}

var path = args is [_, var given] ? given : Photograph;
if (!File.Exists(path))
{
    Console.Error.WriteLine($"There is no picture {path}; --picture names another one.");
    return 2;
}

var folder = AppContext.BaseDirectory;
var (network, preprocessing) = (Path.Combine(folder, "ResNet18.onnx"), Path.Combine(folder, "ResNetPreprocess.onnx"));
var onnx = OnnxModel.Load(network);
Console.WriteLine($"ResNet-18, written by {onnx.Producer}: {onnx.Weights.Count} weights, {onnx.Weights.Values.Sum(weight => weight.Numel):N0} numbers");

// The file's network ends with the features, so the last linear layer is the identity. It has one block more than the paper's.
var net = new ResNet18(OnnxResNet.Features, OnnxResNet.LastBlocks);
net.LoadStateDict(OnnxResNet.StateDict(onnx));
net.Eval();

using var mode = Torch.NoGrad();
var (picture, width, height) = Picture.Load(path, 224);
Console.WriteLine($"{Path.GetFileName(path)}, {width} x {height}, shown to it as 224 x 224");
var mean = OnnxModel.Load(preprocessing).Weights["MeanImage"];

// The network was trained on pictures with the channels blue, green, red.
var input = picture.Flip(1) - mean;
var features = net.Call(input).Flatten();
var other = Runtime.Features(preprocessing, network, picture);
var exact = ((ResNet18)net.Double()).Call(input.Double()).Flatten();

// Both compute in float32, with sums in different orders. The same network in float64 shows the error that this can cause: the two results
// may differ by ten times the error of the one.
var rounding = (features.Double() - exact).Abs().Max().Item<double>();
var allowed = 10 * rounding;
var difference = (features - other).Abs().Max().Item<double>();
Console.WriteLine($"{features.Numel} features, the largest {features.Max().Item<float>():F4}");
Console.WriteLine($"rounding of float32: {rounding:E1}");
Console.WriteLine($"difference to OnnxRuntime: {difference:E1}, allowed are {allowed:E1}");
var isSame = difference <= allowed && rounding < 1e-3 && features.Max().Item<float>() > 0.1;
Console.WriteLine(isSame ? "the same" : "NOT the same");
return isSame ? 0 : 1;
