using System.Linq.Expressions;
using System.Reflection;
using Experiments.Contracts;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Experiments.Storage;

/// <summary>Puts what a derived column is worked out from in its place, so that a query can filter and sort by it in the
/// database.</summary>
internal sealed class DerivedColumns : ExpressionVisitor, IQueryExpressionInterceptor
{
    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node is not { Member: PropertyInfo { CanWrite: false } property, Expression: { } row }
            || property.DeclaringType?.IsDefined(typeof(ResultTableAttribute), inherit: false) != true)
        {
            return base.VisitMember(node);
        }

        var table = ResultTable.Of(property.DeclaringType);
        return Derived(table, table.Column(property.Name), Visit(row));
    }

    // In the order of the operations in the views.
    private static Expression Derived(ResultTable table, ResultColumn column, Expression row)
    {
        UnaryExpression Of(string property) => Real(Expression.Property(row, table.Column(property).Property));
        if (column.StandardError is { } error)
        {
            return Expression.Divide(Of(error.Deviation), Root(Of(error.Count)));
        }

        if (column.RateDifference is { } difference)
        {
            return Expression.Subtract(
                Derived(table, table.Column(difference.Rate), row), Derived(table, table.Column(difference.Less), row));
        }

        var rate = column.Rate ?? table.Column(column.Wilson!.Rate).Rate!;
        var (numerator, n) = (Of(rate.Numerator), Of(rate.Denominator));
        Expression count = rate.OfTheOthers ? Expression.Subtract(n, numerator) : numerator;
        var share = Expression.Divide(count, n);
        return Expression.Condition(
            // The database's greatest and least of numbers may take no notice of a null.
            Expression.OrElse(Expression.Equal(n, Number(0)), Expression.Equal(count, Expression.Constant(null, typeof(double?)))),
            Expression.Constant(null, typeof(double?)),
            column.Wilson is { } wilson ? End(wilson.End, count, n, share) : share);
    }

    private static ConditionalExpression End(IntervalEnd end, Expression count, Expression n, Expression share)
    {
        // PostgreSQL would take the product of two literals for one of decimal numbers.
        var (z, square) = (Number(WilsonInterval.Quantile), Number(WilsonInterval.Quantile * WilsonInterval.Quantile));
        var centre = Expression.Add(share, Expression.Divide(square, Expression.Multiply(Number(2), n)));
        var variance = Expression.Add(
            Expression.Divide(Expression.Multiply(share, Expression.Subtract(Number(1), share)), n),
            Expression.Divide(square, Expression.Multiply(Expression.Multiply(Number(4), n), n)));
        var half = Expression.Multiply(z, Root(variance));
        var divisor = Expression.Add(Number(1), Expression.Divide(square, n));
        return end == IntervalEnd.Low
            ? Bounded(
                Expression.Equal(count, Number(0)), 0, nameof(Math.Max), Expression.Divide(Expression.Subtract(centre, half), divisor))
            : Bounded(Expression.Equal(count, n), 1, nameof(Math.Min), Expression.Divide(Expression.Add(centre, half), divisor));
    }

    private static ConditionalExpression Bounded(Expression atBound, double bound, string choose, Expression value) => Expression.Condition(
        atBound,
        Number(bound),
        Real(Expression.Call(typeof(Math), choose, null, Expression.Constant(bound), Expression.Convert(value, typeof(double)))));

    private static UnaryExpression Root(Expression value) =>
        Real(Expression.Call(typeof(Math), nameof(Math.Sqrt), null, Expression.Convert(value, typeof(double))));

    private static ConstantExpression Number(double value) => Expression.Constant(value, typeof(double?));

    private static UnaryExpression Real(Expression value) => Expression.Convert(value, typeof(double?));
}
