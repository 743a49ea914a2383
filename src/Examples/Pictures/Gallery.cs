using LibTorch.Examples.Running;

namespace LibTorch.Examples.Pictures;

/// <summary>The pictures for each notebook.</summary>
internal static class Gallery
{
    public static IReadOnlyList<Picture> Of(NotebookEntry notebook) => notebook.Name switch
    {
        "gradient" => [DescentPicture.Draw()],
        "softmax" => [JacobianPicture.Draw()],
        "detach" => [.. GraphPictures.Draw()],
        "rules" => [TangentPicture.Draw()],
        _ => [],
    };
}
