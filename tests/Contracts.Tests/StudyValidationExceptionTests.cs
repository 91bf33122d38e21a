namespace Experiments.Contracts.Tests;

public sealed class StudyValidationExceptionTests
{
    [Fact]
    public void Message_NamesEveryErrorWithItsPlace()
    {
        var exception = new StudyValidationException("a.json",
        [
            new StudyError(3, 5, "models[0].name", "name is ''; it must have at least one character."),
            new StudyError(9, 1, "", "the file ends inside an object."),
        ]);

        Assert.Equal(
            "a.json has 2 errors:\n  a.json:3:5: models[0].name: name is ''; it must have at least one character.\n  a.json:9:1: the "
                + "file ends inside an object.",
            exception.Message);
    }
}
