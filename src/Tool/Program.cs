using System.CommandLine;
using LibTorch.Tool;

RootCommand root = new("The facade's own tools.") { DoctorCommand.Make(), ParityCommand.Make() };
var parsed = root.Parse(args);
if (parsed.Errors is [var first, ..])
{
    Console.Error.WriteLine(first.Message);
    return ExitCodes.CannotRun;
}

return parsed.Invoke();
