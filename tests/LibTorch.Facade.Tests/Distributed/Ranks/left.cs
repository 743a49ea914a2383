// A rank in C# that leaves its group and looks whether anybody still listens where its store was.
using System.Net.NetworkInformation;
using Dist = LibTorch.Torch.Distributed;

var port = int.Parse(Environment.GetEnvironmentVariable("MASTER_PORT")!, System.Globalization.CultureInfo.InvariantCulture);
bool Listens() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(place => place.Port == port);

Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(120));
var x = Torch.Ones(3);
Dist.AllReduce(x);
Dist.Barrier();
Console.Write($"{Listens()} ");
Dist.DestroyProcessGroup();
Console.WriteLine(Listens());
