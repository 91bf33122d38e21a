namespace Experiments.Datasets.Tests;

public sealed class DataFoldersTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Search_EverythingGiven_InOrder()
    {
        var data = Folder("repository/data/mnist", "..");
        var start = Folder("repository/src/Client/bin/Release");

        var folders = DataFolders.Search(At("mine"), At("environment"), [start]);

        Assert.Equal([At("mine"), At("environment"), data, "/usr/share/datasets"], folders.Folders);
    }

    [Fact]
    public void Search_SameRepositoryFromTwoStarts_ListedOnce()
    {
        var data = Folder("repository/data/mnist", "..");

        var folders = DataFolders.Search(null, "", [Folder("repository/bin"), At("repository")]);

        Assert.Equal([data, "/usr/share/datasets"], folders.Folders);
    }

    [Fact]
    public void Search_DataFolderWithoutMnist_IsNotTheRepositorys()
    {
        Folder("outer/data/mnist");
        Folder("outer/inner/data/other");

        var folders = DataFolders.Search(null, null, [Folder("outer/inner/bin")]);

        Assert.Equal([At("outer/data"), "/usr/share/datasets"], folders.Folders);
    }

    [Fact]
    public void CandidatesFor_FolderNamedAsTheDataset_IsTheDatasetItself()
    {
        var folders = new DataFolders([At("a"), At("fashion-mnist") + "/"]);

        Assert.Equal([At("a/fashion-mnist"), At("fashion-mnist")], folders.CandidatesFor("fashion-mnist"));
    }

    [Fact]
    public void Default_FromTheTestsOwnFolder_FindsTheShippedData() =>
        Assert.Contains(DataFolders.Default().Folders, folder => File.Exists(Path.Combine(folder, "mnist", "train-images-idx3-ubyte.gz")));

    private string At(string path) => Path.Combine(_root.Path, path);

    private string Folder(string path, string returned = ".")
    {
        Directory.CreateDirectory(At(path));
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(At(path), returned)));
    }
}
