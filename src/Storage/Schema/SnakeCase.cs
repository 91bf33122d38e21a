using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Experiments.Storage;

/// <summary>Names that need no quotes in SQL: <c>GradientEvaluations</c> is the column <c>gradient_evaluations</c>.</summary>
internal static class SnakeCase
{
    /// <summary>Renames every key, foreign key and index; columns have the names of their <see cref="Table"/>.</summary>
    internal static void Rename(IMutableModel model)
    {
        foreach (var type in model.GetEntityTypes())
        {
            foreach (var key in type.GetKeys())
                key.SetName(key.GetDefaultName()?.ToLowerInvariant());
            foreach (var foreignKey in type.GetForeignKeys())
                foreignKey.SetConstraintName(foreignKey.GetDefaultName()?.ToLowerInvariant());
            foreach (var index in type.GetIndexes())
                index.SetDatabaseName(index.GetDefaultDatabaseName()?.ToLowerInvariant());
        }
    }

    internal static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
